import type { FailureCode } from '../../shared/failures.ts';

/** A source that cannot be used, and why; ends the attempt at once. */
export class SourceFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, cause?: unknown) {
    super(code, { cause });
    this.name = 'SourceFailure';
    this.code = code;
  }
}
