import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { dueKeys } from '../../../shared/catalog-table.ts';
import type { Context } from '../context.ts';

const dueSchema = z.object({ pk: z.string(), sk: z.string(), dueSk: z.string() });

/** Something whose time has come: a video that stands still, or a deleted one's purge. */
export type Due = { kind: 'video' | 'trash'; org: string; videoId: string; dueSk: string };

function dueOf(item: Record<string, unknown>): Due | null {
  const read = dueSchema.safeParse(item).data;
  const [, org, videoId] = read?.dueSk.split('#') ?? [];
  if (!read || !org || !videoId) return null;
  return { kind: read.sk === 'TRASH' ? 'trash' : 'video', org, videoId, dueSk: read.dueSk };
}

/** Everything whose time has come, the longest waiting first, by the `due` index and never by a scan. */
export async function* whatIsDue({ dynamodb, env, now }: Context): AsyncGenerator<Due> {
  const until = new Date(now()).toISOString();
  const { duePk } = dueKeys('', '', '');
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: env.TABLE_NAME,
        IndexName: 'due',
        KeyConditionExpression: '#pk = :pk AND #sk < :until',
        ExpressionAttributeNames: { '#pk': 'duePk', '#sk': 'dueSk' },
        // `$` comes after `#`: what is due at this very moment is due.
        ExpressionAttributeValues: marshall({ ':pk': duePk, ':until': `${until}$` }),
        Limit: 25,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    for (const item of page.Items ?? []) {
      const due = dueOf(unmarshall(item));
      if (due) yield due;
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
