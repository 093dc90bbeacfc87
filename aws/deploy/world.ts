export type Tool = 'aws' | 'cdk' | 'wrangler' | 'node';

export type Command = {
  tool: Tool;
  /** Everybody on the machine can read a command line: no secret belongs here. */
  args: string[];
  /** Standard input: the way of secrets. */
  input?: string;
  /** The tool talks to the person at the terminal itself; nothing of it is kept. */
  show?: boolean;
};

/** `code` is the exit code; 127 when the tool is not installed. */
export type Result = { code: number; stdout: string; stderr: string };

/** Runs a tool to its end. Never rejects. */
export type Runner = (command: Command) => Promise<Result>;

/** Everything outside this process; replaced whole in tests. */
export type World = {
  run: Runner;
  /** GET. Rejects when nobody answers. */
  fetch: (url: string) => Promise<{ status: number; text: string }>;
  /** What a host name is an alias of (CNAME); empty when of nothing. */
  aliasesOf: (host: string) => Promise<string[]>;
  /** Null where there is no person to ask. */
  ask: ((question: string) => Promise<string>) | null;
  say: (text: string) => void;
  /** ms since 1970. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Environment variables. */
  env: Record<string, string | undefined>;
  /** The project's folder: deploy.json and aws/keys are in it. */
  root: string;
};
