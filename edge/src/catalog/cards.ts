import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { videoItemSchema } from '../../../shared/catalog-item.ts';
import type { Services } from '../services.ts';

/** What a list shows of a video: all that the `published` index needs to carry. */
export const cardSchema = videoItemSchema.omit({ description: true, metaRev: true, jobRev: true });
export type Card = z.infer<typeof cardSchema>;

/** A list is read into memory up to here; beyond it sorting and searching want an index of their own. */
const mostRead = 5000;

export type CardQuery = {
  index?: 'published';
  forward: boolean;
  limit?: number;
  after?: Record<string, string>;
};

function inputOf({ settings }: Services, org: string, query: CardQuery): QueryCommandInput {
  const published = query.index === 'published';
  return {
    TableName: settings.TABLE_NAME,
    ...(published ? { IndexName: 'published' } : {}),
    KeyConditionExpression: published ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :sk)',
    ExpressionAttributeNames: published ? { '#pk': 'publishedPk' } : { '#pk': 'pk', '#sk': 'sk' },
    ExpressionAttributeValues: marshall(
      published ? { ':pk': `ORG#${org}` } : { ':pk': `ORG#${org}`, ':sk': 'VIDEO#' },
    ),
    ScanIndexForward: query.forward,
    ...(query.limit ? { Limit: query.limit } : {}),
    ...(query.after ? { ExclusiveStartKey: marshall(query.after) } : {}),
  };
}

/** One page of an organisation's videos in the order of the index, or of ids without one. */
export async function readCards(services: Services, org: string, query: CardQuery) {
  const page = await services.dynamodb.send(new QueryCommand(inputOf(services, org, query)));
  const cards = z.array(cardSchema).parse(page.Items?.map((item) => unmarshall(item)) ?? []);
  return { cards, last: page.LastEvaluatedKey ? unmarshall(page.LastEvaluatedKey) : null };
}

/** All of an organisation's videos, up to 5,000. */
export async function readAllCards(services: Services, org: string, index?: 'published'): Promise<Card[]> {
  const all: Card[] = [];
  let last: Record<string, string> | null = null;
  do {
    const from: CardQuery = { forward: false, ...(index ? { index } : {}), ...(last ? { after: last } : {}) };
    const page = await readCards(services, org, from);
    all.push(...page.cards);
    last = page.last;
  } while (last && all.length < mostRead);
  return all;
}
