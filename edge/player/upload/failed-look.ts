import { Refusal, remedyOf } from '../client.ts';
import type { Look } from './look.ts';

/** What helps an upload that was refused, where it is not what always helps. */
const remedies: Record<string, string> = {
  conflict: 'It was taken back or finished elsewhere. Try again to begin it anew.',
  not_found: 'It was taken back elsewhere. Try again to begin it anew.',
  upload_incomplete: 'Try again: only what is missing is sent.',
  budget_exceeded: '',
};

/** What is shown of an upload that was refused or has failed too often; an id for support where people cannot help themselves. */
export const failedLook = (error: unknown): Look =>
  error instanceof Refusal
    ? {
        kind: 'failed',
        message: error.message,
        remedy: remedies[error.code] ?? remedyOf(error),
        requestId: error.code in remedies ? null : error.requestId,
      }
    : {
        kind: 'failed',
        message: error instanceof Error ? error.message : 'It stopped.',
        remedy: 'What was sent is kept. Check your connection, then try again.',
        requestId: null,
      };
