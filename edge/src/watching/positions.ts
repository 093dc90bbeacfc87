import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type WatchItem, watchItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Position } from '../../../shared/position.ts';
import type { Membership } from '../auth/membership.ts';
import { readItem, writeChange } from '../catalog/table.ts';
import { readVisible } from '../catalog/videos.ts';
import type { Services } from '../services.ts';

/** Where somebody stopped in a video: both in ms, `at` RFC 3339. */
export type Watched = Pick<WatchItem, 'videoId' | 'positionMs' | 'durationMs' | 'at'>;

/**
 * Keeps where somebody is in a video, at most its end. Throws `not_found` for a video they may not see, and
 * `invalid_state` for one that does not play yet.
 */
export async function keepPosition(
  services: Services,
  who: Membership,
  videoId: string,
  { positionMs }: Position,
): Promise<void> {
  const { current } = await readVisible(services, who, videoId);
  if (!current) throw new AppError('invalid_state', 'This video cannot be played yet.');
  const { durationMs } = current.made;
  const at = new Date(services.clock.now()).toISOString();
  const set = { videoId, positionMs: Math.min(positionMs, durationMs), durationMs, at };
  await writeChange(services, keyOf.watch(who.org, who.subject, videoId), { set });
}

/** Where somebody stopped in one video; null when they never watched it, and for a bot. */
export const readPosition = async (
  services: Services,
  who: Membership,
  videoId: string,
): Promise<Watched | null> =>
  who.kind === 'person'
    ? readItem(services, keyOf.watch(who.org, who.subject, videoId), watchItemSchema)
    : null;

type After = Record<string, string> | null;

/** One page of a person's items, sorted by video. */
async function readPage({ dynamodb, settings }: Services, { org, subject }: Membership, after: After) {
  const { pk, sk } = keyOf.watch(org, subject, '');
  const query = new QueryCommand({
    TableName: settings.TABLE_NAME,
    KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :sk)',
    ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
    ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    ...(after ? { ExclusiveStartKey: marshall(after) } : {}),
  });
  const { Items = [], LastEvaluatedKey } = await dynamodb.send(query);
  const watched: Watched[] = z.array(watchItemSchema).parse(Items.map((item) => unmarshall(item)));
  return { watched, last: LastEvaluatedKey ? unmarshall(LastEvaluatedKey) : null };
}

/**
 * What somebody watched last, newest first; nothing for a bot. The items are sorted by video, so all are read: some
 * five thousand a page. Videos may be among them that are gone or closed to them by now.
 */
export async function readWatched(services: Services, who: Membership, limit: number): Promise<Watched[]> {
  if (who.kind !== 'person') return [];
  const all: Watched[] = [];
  let last: After = null;
  do {
    const page = await readPage(services, who, last);
    all.push(...page.watched);
    last = page.last;
  } while (last);
  return all.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit);
}
