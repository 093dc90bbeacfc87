import * as z from 'zod';
import { ulidSchema } from './ids.ts';
import { timeSchema } from './video.ts';

const dayMs = 24 * 60 * 60_000;

/** A deleted video can be restored for so many days. */
export const trashDays = 30;

/** Until then (ms) a video deleted at `deletedAt` (RFC 3339) can be restored. */
export const restorableUntilMs = (deletedAt: string): number => Date.parse(deletedAt) + trashDays * dayMs;

/** From then on (ms) it may be purged: later by a margin, so that nobody restores what is being purged. */
export const purgeAtMs = (deletedAt: string): number => restorableUntilMs(deletedAt) + 60 * 60_000;

/** Videos that were deleted and can be restored until `restorableUntil`, the longest deleted first. */
export const trashListSchema = z.object({
  videos: z.array(
    z.object({ id: ulidSchema, title: z.string(), deletedAt: timeSchema, restorableUntil: timeSchema }),
  ),
});
export type TrashList = z.infer<typeof trashListSchema>;
