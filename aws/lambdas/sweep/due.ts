import * as z from 'zod';
import { dueKeys } from '../../../shared/catalog-table.ts';
import type { Context } from '../context.ts';
import { query } from '../query.ts';

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
export async function* whatIsDue(context: Context): AsyncGenerator<Due> {
  const until = new Date(context.now()).toISOString();
  const { duePk } = dueKeys('', '', '');
  const found = query(context, {
    IndexName: 'due',
    KeyConditionExpression: '#pk = :pk AND #sk < :until',
    names: { '#pk': 'duePk', '#sk': 'dueSk' },
    // `$` comes after `#`: what is due at this very moment is due.
    values: { ':pk': duePk, ':until': `${until}$` },
    Limit: 25,
  });
  for await (const item of found) {
    const due = dueOf(item);
    if (due) yield due;
  }
}
