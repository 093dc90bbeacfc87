import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Why a command does not go on: `message` says it, `remedy` what to do next. */
export class Failure extends Error {
  readonly remedy: string;
  readonly exitCode: ExitCode;

  constructor(message: string, remedy = '', exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.name = 'Failure';
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** The command line itself is wrong. */
export const misused = (message: string, remedy = 'See `shark help`.') =>
  new Failure(message, remedy, exitCodes.usage);
