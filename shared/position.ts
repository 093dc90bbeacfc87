import * as z from 'zod';

/** Where somebody is in a video; beyond its end is its end. */
export const positionSchema = z.strictObject({ positionMs: z.int().min(0) });
export type Position = z.infer<typeof positionSchema>;

/** How far somebody is in a video; both in ms. */
export type Progress = { positionMs: number; durationMs: number };

/** From this share on a video counts as watched: the rest is credits. */
const finishedAt = 0.95;

/** Whether somebody has seen a video to its end, or as good as. */
export const isFinished = ({ positionMs, durationMs }: Progress) =>
  durationMs > 0 && positionMs > durationMs * finishedAt;

/** Where watching goes on, in ms: where it stopped, and from the start once it is finished. */
export const resumeAt = (progress: Progress) => (isFinished(progress) ? 0 : progress.positionMs);
