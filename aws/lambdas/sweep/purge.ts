import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import {
  inputSchema,
  type TrashItem,
  trashItemSchema,
  type VideoItem,
} from '../../../shared/catalog-item.ts';
import { dueKeys, keyOf } from '../../../shared/catalog-table.ts';
import { videoPrefix } from '../../../shared/paths.ts';
import { getItem, getVideo, held } from '../catalog.ts';
import type { Context } from '../context.ts';
import { removePrefix } from '../discard.ts';
import { conditionOf, equals, updateOf } from '../expression.ts';
import { queryAll } from '../query.ts';
import { headSource } from '../source.ts';
import type { Due } from './due.ts';

type VideoRef = Pick<Due, 'org' | 'videoId'>;

const trailSchema = z.looseObject({ pk: z.string(), sk: z.string(), input: inputSchema.optional() });
type Line = z.infer<typeof trailSchema>;

/** Everything that lies under the video's own key: versions, trail, and the note of its purge. */
async function linesOf(context: Context, { org, videoId }: VideoRef): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const item of queryAll(context, keyOf.trash(org, videoId).pk))
    lines.push(trailSchema.parse(item));
  return lines;
}

const forget = ({ dynamodb, env }: Context, { pk, sk }: { pk: string; sk: string }) =>
  dynamodb.send(new DeleteItemCommand({ TableName: env.TABLE_NAME, Key: marshall({ pk, sk }) }));

/** What was dropped lies outside of the video's own folder; what has been dropped there since is another video's. */
async function removeDropped(context: Context, item: VideoItem, lines: Line[]): Promise<void> {
  const inputs = [item.current?.input, item.next?.input, ...lines.map(({ input }) => input)];
  const ours = inputs.flatMap((input) => (input?.bucket === context.env.UPLOADS_BUCKET ? [input] : []));
  for (const { bucket, key, etag } of ours)
    if ((await headSource(context, { bucket, key }))?.etag === etag)
      await context.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

/** Before the work, so that what fails every time does not stand before all others in every round; false: not due. */
const takeTurn = ({ dynamodb, env, now, checkAfterMs }: Context, { org, videoId, dueSk }: Due) => {
  const set = dueKeys(org, videoId, new Date(now() + checkAfterMs).toISOString());
  const Key = marshall(keyOf.trash(org, videoId));
  const input = { TableName: env.TABLE_NAME, Key, ...updateOf({ set }, equals('dueSk', dueSk)) };
  return held(dynamodb.send(new UpdateItemCommand(input)));
};

/** Forgets the purge, unless the video was deleted anew since. */
const forgetNote = ({ dynamodb, env }: Context, { pk, sk, purgeAt }: TrashItem) => {
  const unchanged = conditionOf(equals('purgeAt', purgeAt));
  const input = { TableName: env.TABLE_NAME, Key: marshall({ pk, sk }), ...unchanged };
  return held(dynamodb.send(new DeleteItemCommand(input)));
};

/** @throws Error when anything is left under a prefix */
async function assertEmpty({ s3 }: Context, Bucket: string, Prefix: string): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }));
  if (Contents.length > 0) throw new Error('objects are left of a purged video');
}

async function removeObjects(context: Context, item: VideoItem, lines: Line[]): Promise<void> {
  const { org, videoId } = item;
  const { UPLOADS_BUCKET, MEDIA_BUCKET } = context.env;
  const places = [
    [MEDIA_BUCKET, videoPrefix(org, videoId)],
    [UPLOADS_BUCKET, `uploads/${org}/${videoId}/`],
  ] as const;
  await removeDropped(context, item, lines);
  for (const [bucket, prefix] of places) await removePrefix(context, bucket, prefix);
  for (const [bucket, prefix] of places) await assertEmpty(context, bucket, prefix);
}

/**
 * Removes a video whose time in the trash is over: its objects, proved by listing, then its items, the note of the purge
 * last, so that whoever is stopped comes here again. What was spent on it stays counted. One that was restored is left.
 */
export async function purge(context: Context, due: Due): Promise<void> {
  if (!(await takeTurn(context, due))) return;
  const note = await getItem(context, keyOf.trash(due.org, due.videoId), trashItemSchema);
  if (!note || Date.parse(note.purgeAt) > context.now()) return;
  const item = await getVideo(context, due);
  if (item && !item.deletedAt) return void (await forgetNote(context, note));
  const lines = await linesOf(context, due);
  if (item) {
    await removeObjects(context, item, lines);
    await forget(context, keyOf.video(due.org, due.videoId));
  }
  for (const line of lines) if (line.sk !== note.sk) await forget(context, line);
  await forgetNote(context, note);
  context.log('purged');
}
