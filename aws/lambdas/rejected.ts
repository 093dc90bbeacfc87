import type { FailureCode } from '../../shared/failures.ts';

/** What is looked at before a version may play; the names are shown to admins. */
export type Check = 'playlists' | 'segments' | 'duration' | 'bandwidth' | 'audio' | 'size' | 'renditions';

/** What is wrong: the check, and the file that showed it, by its name within the version's folder. */
export type Flaw = { check: Check; file: string };

/** A job said it is complete, but what it made must not be played. */
export class OutputRejected extends Error {
  readonly code: FailureCode;
  readonly flaw: Flaw;

  constructor(flaw: Flaw, code: 'output_rejected' | 'truncated' = 'output_rejected', cause?: unknown) {
    super(`${flaw.check}: ${flaw.file}`, { cause });
    this.name = 'OutputRejected';
    this.code = code;
    this.flaw = flaw;
  }
}
