/** What the process ends with; `shark help` lists them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  signedOut: 3,
  unreachable: 4,
  /** As a shell counts it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each means, for people. */
export const exitWords: Record<ExitCode, string> = {
  0: 'done',
  1: 'refused, or failed',
  2: 'the command is not understood',
  3: 'nobody is signed in',
  4: 'the service cannot be reached',
  130: 'stopped by Ctrl-C',
};
