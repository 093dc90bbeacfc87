import * as z from 'zod';

/** The steps of one attempt at making a version, in order. Events may skip steps, never go back. */
export const attemptStatusSchema = z.enum(['uploading', 'queued', 'transcoding', 'ready', 'failed']);
export type AttemptStatus = z.infer<typeof attemptStatusSchema>;

const rankOf: Record<AttemptStatus, number> = {
  uploading: 0,
  queued: 1,
  transcoding: 2,
  ready: 3,
  failed: 3,
};

/** Order is by rank, never by clocks: events arrive late, twice and with equal times. */
export const rank = (status: AttemptStatus) => rankOf[status];

export const isTerminal = (status: AttemptStatus) => status === 'ready' || status === 'failed';

/** Which check the output of a job did not stand, and the file that showed it: its name within the version's folder. */
export const failureDetailSchema = z.object({ check: z.string(), file: z.string() });

/** Why an attempt failed: `code` is stable, `message` says it to a person, `remedy` what to do next. */
export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
  detail: failureDetailSchema.optional(),
});
export type Failure = z.infer<typeof failureSchema>;

type Position = { version: string; attempt: number; status: AttemptStatus };

/**
 * Whether news of an attempt may be written over what is known of it: the same version and attempt,
 * not yet terminal, and a rank that is not lower.
 */
export function accepts(known: Position | undefined, news: Position): boolean {
  return (
    known !== undefined &&
    known.version === news.version &&
    known.attempt === news.attempt &&
    !isTerminal(known.status) &&
    rank(news.status) >= rank(known.status)
  );
}

/** The statuses over which `status` may be written; what a conditional write lists. */
export const statusesBefore = (status: AttemptStatus): AttemptStatus[] =>
  attemptStatusSchema.options.filter((known) => !isTerminal(known) && rank(known) <= rank(status));
