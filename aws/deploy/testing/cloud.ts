import { readSettings as readWorkerSettings } from '../../../edge/src/env.ts';
import type { Command, Result } from '../world.ts';
import { awsActions } from './cloud-aws.ts';
import { runCdk } from './cloud-cdk.ts';
import { type CloudState, emptyCloud } from './cloud-state.ts';
import { runWrangler } from './cloud-wrangler.ts';

/** Which call of a tool goes wrong, counted from 1, and whether it took effect all the same. */
export type Fault = { at: number; tookEffect: boolean };

const downResult: Result = { code: 1, stdout: '', stderr: 'the network is down' };

const flagsOf = (args: string[]) => {
  const flags = new Map<string, string[]>();
  let name = '';
  for (const arg of args)
    if (arg.startsWith('--')) {
      name = arg.slice(2);
      flags.set(name, []);
    } else flags.get(name)?.push(arg);
  return flags;
};

function runAws(state: CloudState, [service = '', action = '', ...rest]: string[]): Result {
  if (!state.signedIn.aws) return { code: 255, stdout: '', stderr: 'Unable to locate credentials.' };
  const handler = awsActions[`${service} ${action}`];
  if (!handler) throw new Error(`no stand-in for aws ${service} ${action}`);
  const flags = flagsOf(rest);
  const flag = (name: string) => flags.get(name)?.[0] ?? '';
  const answer = handler(state, { flag, all: (name) => flags.get(name) ?? [], rest });
  return typeof answer === 'string'
    ? { code: 254, stdout: '', stderr: `An error occurred (${answer}) when calling ${action}` }
    : { code: 0, stdout: answer === null ? '' : JSON.stringify(answer), stderr: '' };
}

function answerTo(state: CloudState, root: string, { tool, args, input }: Command): Result {
  if (tool === 'aws') return runAws(state, args);
  if (tool === 'wrangler') return runWrangler(state, args, input);
  if (tool === 'cdk') return runCdk(state, root, args);
  return { code: 0, stdout: '', stderr: '' };
}

/** What the Worker answers with the vars and secrets it has: its real settings' check decides. */
function workerAnswer({ worker }: CloudState, url: URL) {
  if (!worker || worker.domain !== url.host) throw new Error('nobody answers');
  const env = { ...worker.vars, ...Object.fromEntries(worker.secrets) };
  if (url.pathname.startsWith('/.well-known/'))
    return 'ISSUER_PRIVATE_KEY' in env
      ? { status: 200, text: JSON.stringify({ issuer: env['APP_ORIGIN'] }) }
      : { status: 404, text: '' };
  readWorkerSettings(env);
  return { status: 200, text: '{"status":"ok"}' };
}

/** An AWS and a Cloudflare account in memory, as far as the commands know them; strict about the order of things. */
export function createCloud() {
  const state = emptyCloud();
  const calls: Command[] = [];
  let fault: Fault | null = null;
  let counted = 0;
  return {
    state,
    calls,
    /** The next call counts as the first. */
    breakAt(next: Fault | null) {
      fault = next;
      counted = 0;
    },
    run: (root: string) => async (command: Command) => {
      calls.push(command);
      counted += 1;
      const broken = counted === fault?.at;
      if (broken && !fault?.tookEffect) return downResult;
      const result = answerTo(state, root, command);
      return broken ? downResult : result;
    },
    async fetch(url: string) {
      return workerAnswer(state, new URL(url));
    },
    aliasesOf: async () => (state.recordsAdded && state.stack ? [`${state.stack.distribution}.`] : []),
  };
}
export type Cloud = ReturnType<typeof createCloud>;
