import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { createAdaptorServer } from '@hono/node-server';
import dynalite from 'dynalite';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { catalogTable, keyOf } from '../../../shared/catalog-table.ts';
import type { Context } from '../context.ts';
import type { LambdaEnv } from '../env.ts';
import { readHere } from '../media-tasks.ts';
import { createFakeMediaConvert } from './fake-mediaconvert.ts';
import { createFakeS3 } from './fake-s3.ts';

const { partitionKey, sortKey, indexes } = catalogTable;

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

const catalogTableInput = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  KeySchema: keySchema(partitionKey, sortKey),
  GlobalSecondaryIndexes: indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.partitionKey, index.sortKey),
    Projection: { ProjectionType: 'ALL' as const },
  })),
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The handlers' surroundings: the real table stand-in and small S3 and MediaConvert fakes, all on the wire. */
export async function createWorld() {
  const clock = { ms: Date.parse('2026-01-01T00:00:00Z') };
  const s3 = createFakeS3(() => clock.ms);
  const mediaconvert = createFakeMediaConvert();
  const servers = [
    dynalite({ createTableMs: 0 }),
    createAdaptorServer({ fetch: s3.app.fetch }) as Server,
    createAdaptorServer({ fetch: mediaconvert.app.fetch }) as Server,
  ];
  const [table = '', objects = '', jobs = ''] = await Promise.all(servers.map(listen));
  const config = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  };
  const env: LambdaEnv = {
    TABLE_NAME: 'catalog',
    UPLOADS_BUCKET: 'up',
    MEDIA_BUCKET: 'media',
    ORGS: 'shark,other',
    MEDIACONVERT_ROLE_ARN: 'arn:aws:iam::111122223333:role/mc',
    MEDIACONVERT_QUEUE_ARN: 'arn:aws:mediaconvert:eu-west-1:111122223333:queues/vod',
    AWS_REGION: 'eu-west-1',
  };
  const lines: Record<string, unknown>[] = [];
  const overrides = {
    now: () => clock.ms,
    random: (bytes: number) => new Uint8Array(bytes).fill(7),
    dynamodb: new DynamoDBClient({ ...config, endpoint: table }),
    s3: new S3Client({ ...config, endpoint: objects, forcePathStyle: true }),
    mediaconvert: new MediaConvertClient({ ...config, endpoint: jobs }),
    // A thread for each file takes a tenth of a second, and these files are whole.
    readMedia: readHere,
    log: (decision: string, fields?: object) => void lines.push({ decision, ...fields }),
  } satisfies Partial<Context>;
  await overrides.dynamodb.send(new CreateTableCommand(catalogTableInput(env.TABLE_NAME)));
  const describe = new DescribeTableCommand({ TableName: env.TABLE_NAME });
  while ((await overrides.dynamodb.send(describe)).Table?.TableStatus !== 'ACTIVE') await setImmediate();

  const query = async (pk: string) => {
    const { Items = [] } = await overrides.dynamodb.send(
      new QueryCommand({
        TableName: env.TABLE_NAME,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: marshall({ ':pk': pk }),
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => unmarshall(item));
  };

  return {
    env,
    clock,
    lines,
    s3,
    mediaconvert,
    overrides,
    /** All videos of an organisation, as stored. */
    videos: async (org = 'shark') => (await query(`ORG#${org}`)) as VideoItem[],
    /** Versions and audit trail of a video, as stored. */
    trail: (videoId: string, org = 'shark') => query(keyOf.version(org, videoId, '').pk),
    async putVideo(item: Partial<VideoItem> & { videoId: string } & Record<string, unknown>) {
      const org = item.org ?? 'shark';
      const at = new Date(clock.ms).toISOString();
      const full = {
        ...keyOf.video(org, item.videoId),
        org,
        title: 'A video',
        description: '',
        tags: [],
        published: false,
        createdAt: at,
        updatedAt: at,
        metaRev: 1,
        jobRev: 1,
        ...item,
      };
      const Item = marshall(full, { removeUndefinedValues: true });
      await overrides.dynamodb.send(new PutItemCommand({ TableName: env.TABLE_NAME, Item }));
    },
    async close() {
      for (const client of [overrides.dynamodb, overrides.s3, overrides.mediaconvert]) client.destroy();
      for (const server of servers) server.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
