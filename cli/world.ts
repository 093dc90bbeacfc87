/** Standard error, for people: progress, questions, errors. */
export type Screen = { isTty: boolean; columns: () => number; write: (text: string) => void };

/** Standard input. */
export type Input = {
  isTty: boolean;
  /** One line, without its end; null at the end of the input. */
  line: (signal: AbortSignal) => Promise<string | null>;
  /** Everything until its end. */
  all: () => Promise<string>;
};

/** All that commands touch of the machine; tests bring their own. */
export type World = {
  env: Record<string, string | undefined>;
  home: string;
  version: string;
  /** Results, a line each, on standard output: what programs read. */
  print: (line: string) => void;
  screen: Screen;
  input: Input;
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Rejects with the signal's reason when it is aborted meanwhile. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
  randomBytes: (length: number) => Uint8Array;
  /** Shows an address in a browser, if there is one. */
  openBrowser: (url: string) => void;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
};
