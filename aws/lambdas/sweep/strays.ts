import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { ulidSchema } from '../../../shared/ids.ts';
import { type Arrival, readArrival } from '../arrival.ts';
import type { Context } from '../context.ts';

/** EventBridge gives an event up after a day; a drop older than this was looked at often enough. */
const recentMs = 3 * 24 * 60 * 60_000;

/** Pages of a thousand names in one round, so that it ends in time. */
const mostPages = 200;

type Listed = NonNullable<ListObjectsV2CommandOutput['Contents']>[number];

/** The event that S3 should have sent of an object. */
const eventOf = (bucket: string, { Key: key = '', ETag: etag = '', Size: size }: Listed, at: Date) => ({
  id: `stray-${etag.replaceAll('"', '')}`,
  time: at.toISOString(),
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: bucket }, object: { key, etag, ...(size !== undefined && { size }) } },
});

/** Folders of our own uploader are named by a video's id; what is in them is looked for by the `due` index. */
const isOwnFolder = (prefix: string) => ulidSchema.safeParse(prefix.split('/').at(-2)).success;

async function* list({ s3, env }: Context, first: string): AsyncGenerator<Listed> {
  const folders = [first];
  let pages = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    let token: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await s3.send(
        new ListObjectsV2Command({
          ...{ Bucket: env.UPLOADS_BUCKET, Prefix: folder, Delimiter: '/' },
          ...(token && { ContinuationToken: token }),
        }),
      );
      yield* page.Contents ?? [];
      for (const { Prefix: inner = '' } of page.CommonPrefixes ?? [])
        if (inner && !isOwnFolder(inner)) folders.push(inner);
      token = page.NextContinuationToken;
      pages += 1;
    } while (token && pages < mostPages);
    if (pages >= mostPages) return;
  }
}

/** Files dropped within the last three days, as the events that S3 sent of them or should have. */
export async function* recentDrops(context: Context): AsyncGenerator<Arrival> {
  const { env, now } = context;
  for (const org of env.ORGS.split(','))
    for await (const object of list(context, `uploads/${org}/`)) {
      const at = object.LastModified;
      if (!at || now() - at.getTime() > recentMs) continue;
      const arrival = readArrival(env, eventOf(env.UPLOADS_BUCKET, object, at));
      if ('kind' in arrival && arrival.kind === 'drop') yield arrival;
    }
}
