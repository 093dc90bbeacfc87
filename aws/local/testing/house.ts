import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedCookies } from '@aws-sdk/cloudfront-signer';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type VideoItem, videoItemSchema } from '../../../shared/catalog-item.ts';
import { findFfmpeg } from '../ffmpeg/find-ffmpeg.ts';
import { runTool } from '../ffmpeg/run.ts';
import type { CoreState } from '../state.ts';

/** Makes a clip of a moving picture with a tone. */
export async function makeClip(path: string, size: string, seconds: number): Promise<void> {
  const { ffmpeg } = await findFfmpeg();
  // biome-ignore format: a command line reads best as one
  await runTool(ffmpeg, [
    '-y', '-loglevel', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=24:duration=${seconds}`,
    '-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest', path,
  ], { timeoutMs: 60_000 });
}

/** A running core as its users see it: through the official clients and plain HTTP. */
export function visit(state: CoreState) {
  const { aws: endpoint, region, org } = state;
  const config = { endpoint, region, credentials: state };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(config);
  const mediaconvert = new MediaConvertClient(config);

  async function videos(): Promise<VideoItem[]> {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: state.table,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: { ':pk': { S: `ORG#${org}` } },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => videoItemSchema.parse(unmarshall(item)));
  }

  return {
    drop: (name: string, body: Buffer | string) =>
      s3.send(
        new PutObjectCommand({ Bucket: state.uploadsBucket, Key: `uploads/${org}/${name}`, Body: body }),
      ),
    videos,
    /** An object of the media bucket. */
    async mediaText(Key: string): Promise<string> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: state.mediaBucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    jobs: async () => (await mediaconvert.send(new ListJobsCommand({}))).Jobs ?? [],
    /** The only video, as soon as `done` says so. */
    async videoWhen(done: (video: VideoItem) => boolean): Promise<VideoItem> {
      for (;;) {
        const [video] = await videos();
        if (video && done(video)) return video;
        await sleep(100);
      }
    },
  };
}

/** A `Cookie` header that opens everything below one URL, signed by AWS's own signer. */
export function cookiesFor(
  url: string,
  { keyPairId, privateKey }: { keyPairId: string; privateKey: string },
): string {
  const condition = { DateLessThan: { 'AWS:EpochTime': Math.floor(Date.now() / 1000) + 60 } };
  const policy = JSON.stringify({ Statement: [{ Resource: `${url}*`, Condition: condition }] });
  const cookies = getSignedCookies({ keyPairId, privateKey, policy });
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}
