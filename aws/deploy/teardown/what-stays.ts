import * as z from 'zod';
import { costUsd, prices, unitPrice } from '../../../shared/pricing.ts';
import type { Deployment } from '../deployment.ts';
import type { Store } from './data.ts';

const bytesAGb = 1024 ** 3;
const dayMs = 24 * 60 * 60 * 1000;

const pointsSchema = z.object({
  Datapoints: z.array(z.object({ Average: z.number(), Timestamp: z.union([z.string(), z.number()]) })),
});
const tableSchema = z.object({ Table: z.object({ TableSizeBytes: z.number() }) });

/** What CloudWatch measured last; S3 reports once a day, and nothing on the first. Null when unknown. */
async function bucketBytes({ aws, world }: Deployment, bucket: string): Promise<number | null> {
  const at = (ms: number) => new Date(ms).toISOString();
  // biome-ignore format: a command line reads best as one
  const found = await aws.find('cloudwatch', 'get-metric-statistics', '--namespace', 'AWS/S3', '--metric-name', 'BucketSizeBytes',
    '--dimensions', `Name=BucketName,Value=${bucket}`, 'Name=StorageType,Value=StandardStorage', '--statistics', 'Average',
    '--period', '86400', '--start-time', at(world.now() - 3 * dayMs), '--end-time', at(world.now()));
  const points = found ? pointsSchema.parse(found).Datapoints : [];
  const last = points.sort((a, b) => (a.Timestamp < b.Timestamp ? 1 : -1))[0];
  return last?.Average ?? null;
}

async function tableBytes({ aws }: Deployment, table: string): Promise<number | null> {
  const found = await aws.find('dynamodb', 'describe-table', '--table-name', table);
  return found ? tableSchema.parse(found).Table.TableSizeBytes : null;
}

const dollars = (usd: number) => (usd < 0.01 ? 'less than a cent' : `$${usd.toFixed(2)}`);
const gigabytes = (bytes: number) => `${(bytes / bytesAGb).toFixed(2)} GB`;

const { storage, tableStorage, tableBackup } = prices;
const bucketRate = `${unitPrice(storage.usd)} a GB and month`;
const tableRate = `${unitPrice(tableStorage.usd)} a GB and month beyond ${tableStorage.included} GB, and ${unitPrice(tableBackup.usd)} a GB for its backups`;
const poolRate = 'nothing while nobody signs in';

async function describeStore(deployment: Deployment, { kind, id }: Store): Promise<string> {
  if (kind === 'userPool') return `  user pool ${id}: ${poolRate}`;
  if (kind === 'bucket') {
    const bytes = await bucketBytes(deployment, id);
    return bytes === null
      ? `  bucket ${id}: ${bucketRate}; its size is not known yet`
      : `  bucket ${id}: ${gigabytes(bytes)}, ${dollars(costUsd('storage', bytes / bytesAGb))} a month`;
  }
  const bytes = await tableBytes(deployment, id);
  if (bytes === null) return `  table ${id}: ${tableRate}`;
  const gb = bytes / bytesAGb;
  const usd = costUsd('tableStorage', gb) + costUsd('tableBackup', gb);
  return `  table ${id}: ${gigabytes(bytes)}, ${dollars(usd)} a month`;
}

/** The rates alone, for where nobody is asked. */
export const ratesOfWhatStays = [
  `buckets (videos, uploads, logs): ${bucketRate}`,
  `table (catalog): ${tableRate}`,
  `user pool (people): ${poolRate}`,
  'certificate of the media host, mail domain: nothing',
];

/** What was made beside the stack, for DNS's sake, and costs nothing. */
const namesThatStay = ({ certificateArn, settings: { mediaDomain, mail } }: Deployment) => [
  ...(certificateArn ? [`  certificate of ${mediaDomain}: nothing`] : []),
  ...(mail ? [`  SES identity ${mail.identityDomain}: nothing`] : []),
];

/** What stays and what it costs a month by list price; other regions than us-east-1 differ by some tens of per cent. */
export async function describeWhatStays(deployment: Deployment, stores: Store[]): Promise<string> {
  const lines = await Promise.all(stores.map((store) => describeStore(deployment, store)));
  return [
    'These stay, with everything in them, and are paid for (list prices of us-east-1):',
    ...lines,
    ...namesThatStay(deployment),
    'deploy.kept.json lists what holds data. A later npm run deploy begins with new and empty buckets, table and user pool; npm run destroy -- --all-data deletes the old ones as well.',
  ].join('\n');
}
