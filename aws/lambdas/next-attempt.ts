import * as z from 'zod';
import type { VideoItem } from '../../shared/catalog-item.ts';
import { keyOf } from '../../shared/catalog-table.ts';
import type { VersionRef } from '../../shared/paths.ts';
import type { Context } from './context.ts';
import type { AttemptRef } from './ids.ts';
import { queryAll } from './query.ts';

/** A line of a video's trail, which names its version, or a version's own item, which is named by it. */
const lineSchema = z.object({ sk: z.string(), version: z.string().optional(), attempt: z.int().default(0) });

/**
 * A version made or begun before is made again by another attempt: MediaConvert may still know the job of the last one.
 * All are told of under the video's own key, because a claim leaves its line there before its job is asked for.
 */
export async function nextAttempt(
  context: Pick<Context, 'dynamodb' | 'env'>,
  ref: VersionRef,
  seen: Pick<VideoItem, 'current' | 'next'> = {},
): Promise<AttemptRef> {
  const { pk, sk } = keyOf.version(ref.org, ref.videoId, ref.version);
  const known = [seen.current, seen.next].filter((one) => one?.version === ref.version);
  let last = Math.max(0, ...known.map((one) => one?.attempt ?? 0));
  for await (const item of queryAll(context, pk)) {
    const line = lineSchema.parse(item);
    if (line.sk === sk || line.version === ref.version) last = Math.max(last, line.attempt);
  }
  return { ...ref, attempt: last + 1 };
}
