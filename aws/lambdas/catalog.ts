import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import {
  type EventItem,
  type VersionItem,
  type VideoItem,
  versionItemSchema,
  videoItemSchema,
} from '../../shared/catalog-item.ts';
import { changedKeys, keyOf } from '../../shared/catalog-table.ts';
import { type AttemptStatus, type Failure, statusesBefore } from '../../shared/progress.ts';
import type { Context } from './context.ts';
import { all, among, type Change, type Condition, equals, updateOf } from './expression.ts';
import type { AttemptRef } from './ids.ts';

type Table = Pick<Context, 'dynamodb' | 'env' | 'now'>;
type VideoRef = { org: string; videoId: string };

/** One item, read consistently; null when there is none. Throws a ZodError when it is not what `schema` says. */
export async function getItem<T extends z.ZodType>(
  { dynamodb, env }: Pick<Context, 'dynamodb' | 'env'>,
  key: Record<string, string>,
  schema: T,
): Promise<z.output<T> | null> {
  const input = { TableName: env.TABLE_NAME, Key: marshall(key), ConsistentRead: true };
  const { Item } = await dynamodb.send(new GetItemCommand(input));
  return Item ? schema.parse(unmarshall(Item)) : null;
}

/** The video, read consistently; null when there is none. */
export const getVideo = (table: Table, { org, videoId }: VideoRef): Promise<VideoItem | null> =>
  getItem(table, keyOf.video(org, videoId), videoItemSchema);

/** What an attempt at this version once made, read consistently; null when none was finished. */
export const getVersion = (
  table: Table,
  { org, videoId, version }: Omit<AttemptRef, 'attempt'>,
): Promise<VersionItem | null> => getItem(table, keyOf.version(org, videoId, version), versionItemSchema);

/** Runs a conditional write; a condition that does not hold is an answer (false), not an error. */
export async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function create({ dynamodb, env }: Table, item: Record<string, unknown>) {
  const input = {
    TableName: env.TABLE_NAME,
    Item: marshall(item, { removeUndefinedValues: true }),
    ConditionExpression: 'attribute_not_exists(#pk)',
    ExpressionAttributeNames: { '#pk': 'pk' },
  };
  return held(dynamodb.send(new PutItemCommand(input)));
}

/** Writes a new video with its index keys; false when it exists. */
export const createVideo = (table: Table, item: VideoItem & Record<string, unknown>) => create(table, item);

/** Changes a video where the condition holds; false where it does not. */
export function changeVideo(
  { dynamodb, env }: Table,
  { org, videoId }: VideoRef,
  change: Change,
  when: Condition,
): Promise<boolean> {
  const input = {
    TableName: env.TABLE_NAME,
    Key: marshall(keyOf.video(org, videoId)),
    ...updateOf(change, when),
  };
  return held(dynamodb.send(new UpdateItemCommand(input)));
}

async function put({ dynamodb, env }: Table, item: VersionItem | EventItem) {
  const Item = marshall(item, { removeUndefinedValues: true });
  await dynamodb.send(new PutItemCommand({ TableName: env.TABLE_NAME, Item }));
}

/** Writes what a finished attempt made to the version's own item; again with the same content changes nothing. */
export const putVersion = (table: Table, item: VersionItem) => put(table, item);

type Told = { id: string; time: string; 'detail-type': string };
type Remark = Pick<EventItem, 'jobId' | 'state' | 'code' | 'message'>;

const lineOf = ({ org, videoId, version, attempt }: AttemptRef, event: Told, more: Remark): EventItem => ({
  ...keyOf.event(org, videoId, `${event.time}#${event.id}`),
  ...{ at: event.time, type: event['detail-type'], version, attempt, ...more },
});

/** Adds a line to the video's audit trail; the event's own time and id name it, so that a repetition adds nothing. */
export const putEvent = (table: Table, ref: AttemptRef, event: Told, more: Remark) =>
  put(table, lineOf(ref, event, more));

/** The same, unless something is said of the event already; false then. */
export const addEvent = (table: Table, ref: AttemptRef, event: Told, more: Remark) =>
  create(table, lineOf(ref, event, more));

/** That news of `status` may be written over what is known: same attempt, not terminal, a rank that is not lower. */
export const mayBecome = ({ version, attempt }: AttemptRef, status: AttemptStatus): Condition =>
  all(
    equals('next.version', version),
    equals('next.attempt', attempt),
    among('next.status', statusesBefore(status)),
  );

/** What every change that people should notice sets. */
export const touched = ({ org, videoId }: VideoRef, updatedAt: string) => ({
  updatedAt,
  ...changedKeys(org, videoId, updatedAt),
});

/** Ends an attempt with a failure; false when `when` does not hold. */
export function failAttempt(
  table: Table,
  ref: AttemptRef,
  {
    failure,
    jobId,
    actualUsd,
  }: { failure: Failure; jobId: string | undefined; actualUsd: number | undefined },
  when: Condition,
): Promise<boolean> {
  const updatedAt = new Date(table.now()).toISOString();
  return changeVideo(
    table,
    ref,
    {
      set: {
        ...{ 'next.status': 'failed', 'next.failure': failure },
        ...(actualUsd !== undefined && { 'next.actualUsd': actualUsd }),
        ...touched(ref, updatedAt),
      },
      ...(jobId && { fill: { 'next.jobId': jobId } }),
      count: ['jobRev'],
      remove: ['duePk', 'dueSk'],
    },
    when,
  );
}
