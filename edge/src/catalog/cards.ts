import { BatchGetItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type VideoItem, videoItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Services } from '../services.ts';

/** What a list shows of a video. */
export type Card = Omit<VideoItem, 'description' | 'metaRev' | 'jobRev'>;

type Table = Pick<Services, 'dynamodb' | 'settings'>;

/** `since` (RFC 3339) is for the `changed` index: videos changed then or later. */
export type CardQuery = {
  index?: 'published' | 'changed';
  since?: string;
  forward: boolean;
  limit?: number;
  after?: Record<string, string> | null;
};

/** The sort key's lower end, besides the partition. */
function rangeOf({ index, since }: CardQuery): { name: string; operator: string; value: string } | null {
  if (!index) return { name: 'sk', operator: 'begins_with(#sk, :sk)', value: 'VIDEO#' };
  return since ? { name: `${index}Sk`, operator: '#sk >= :sk', value: since } : null;
}

function inputOf({ settings }: Table, org: string, query: CardQuery): QueryCommandInput {
  const range = rangeOf(query);
  const { index, forward, limit, after } = query;
  return {
    TableName: settings.TABLE_NAME,
    ...(index ? { IndexName: index } : {}),
    KeyConditionExpression: range ? `#pk = :pk AND ${range.operator}` : '#pk = :pk',
    ExpressionAttributeNames: { '#pk': index ? `${index}Pk` : 'pk', ...(range ? { '#sk': range.name } : {}) },
    ExpressionAttributeValues: marshall({ ':pk': `ORG#${org}`, ...(range ? { ':sk': range.value } : {}) }),
    ScanIndexForward: forward,
    ...(limit ? { Limit: limit } : {}),
    ...(after ? { ExclusiveStartKey: marshall(after) } : {}),
  };
}

/** One page of an organisation's videos in the order of the index, or of ids without one. */
export async function readCards(table: Table, org: string, query: CardQuery) {
  const page = await table.dynamodb.send(new QueryCommand(inputOf(table, org, query)));
  const cards = z.array(videoItemSchema).parse(page.Items?.map((item) => unmarshall(item)) ?? []);
  return { cards, last: page.LastEvaluatedKey ? unmarshall(page.LastEvaluatedKey) : null };
}

/** Pages of an organisation's videos to the last one. */
export async function* readAllCards(
  table: Table,
  org: string,
  query: CardQuery,
): AsyncGenerator<VideoItem[]> {
  let after = query.after ?? null;
  do {
    const page = await readCards(table, org, { ...query, after });
    yield page.cards;
    after = page.last;
  } while (after);
}

/** DynamoDB hands back what it had no time for; so often is asked again. */
const mostRounds = 5;

/** Videos by id, at most a hundred, by consistent read; those that are not there are missing. Throws `unavailable`. */
export async function readCardsOf(table: Table, org: string, ids: readonly string[]) {
  const { TABLE_NAME } = table.settings;
  const found = new Map<string, VideoItem>();
  let keys = ids.map((id) => marshall(keyOf.video(org, id)));
  for (let round = 0; keys.length > 0; round++) {
    if (round === mostRounds) throw new AppError('unavailable', 'The catalog is busy; try again.');
    const RequestItems = { [TABLE_NAME]: { Keys: keys, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await table.dynamodb.send(
      new BatchGetItemCommand({ RequestItems }),
    );
    for (const item of Responses?.[TABLE_NAME] ?? []) {
      const card = videoItemSchema.parse(unmarshall(item));
      found.set(card.videoId, card);
    }
    keys = UnprocessedKeys?.[TABLE_NAME]?.Keys ?? [];
  }
  return found;
}
