import { type ErrorCode, statusOf } from '../shared/errors.ts';
import { Refusal } from '../shared/refusal.ts';
import { remedies } from '../shared/remedies.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

const ownRemedies: Record<string, string> = {
  offline: 'Check your connection and the address, then run it again.',
  unauthenticated: 'Run `shark login`.',
  token_expired: 'Run `shark login`.',
  unavailable: 'Run it again in a minute.',
  rate_limited: 'Run it again in a minute.',
};

const isCode = (code: string): code is ErrorCode => Object.hasOwn(statusOf, code);

const remedyOf = (code: string) => ownRemedies[code] ?? (isCode(code) ? remedies[code] : '');

function exitCodeOf({ status }: Refusal): ExitCode {
  if (status === 0) return exitCodes.unreachable;
  return status === 401 ? exitCodes.signedOut : exitCodes.failed;
}

export type Explanation = { lines: string[]; exitCode: ExitCode };

/** What happened, what to do, and the request id if the service gave one. */
export function explain(error: unknown): Explanation {
  if (error instanceof Refusal) {
    const fields = error.fields.map(({ path, message }) => `  ${path}: ${message}`);
    const id = error.requestId ? [`Request id: ${error.requestId}`] : [];
    const lines = [error.message, ...fields, remedyOf(error.code), ...id].filter(Boolean);
    return { lines, exitCode: exitCodeOf(error) };
  }
  if (error instanceof Failure)
    return { lines: [error.message, error.remedy].filter(Boolean), exitCode: error.exitCode };
  return { lines: [error instanceof Error ? error.message : String(error)], exitCode: exitCodes.failed };
}
