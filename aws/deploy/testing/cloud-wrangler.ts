import type { Result } from '../world.ts';
import type { CloudState } from './cloud-state.ts';

const ok = (stdout = ''): Result => ({ code: 0, stdout, stderr: '' });
const failed = (stderr: string): Result => ({ code: 1, stdout: '', stderr });
const notFound = failed('This Worker does not exist on your account. [code: 10007]');

const after = (args: string[], flag: string) => args[args.indexOf(flag) + 1] ?? '';

function keepSecret({ worker, secretsSeen }: CloudState, name: string, value: string | null): void {
  if (value === null) worker?.secrets.delete(name);
  else {
    worker?.secrets.set(name, value);
    secretsSeen.add(value);
  }
}

function deploy(state: CloudState, args: string[]): Result {
  const given = args.flatMap((arg, at) => (args[at - 1] === '--var' ? [arg] : []));
  const vars = Object.fromEntries(
    given.map((text) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]),
  );
  const before = args.includes('--keep-vars') ? state.worker?.vars : {};
  state.worker = {
    vars: { ...before, ...vars },
    secrets: state.worker?.secrets ?? new Map(),
    domain: after(args, '--domain'),
  };
  return ok();
}

function secret(state: CloudState, [action, ...args]: string[], input = ''): Result {
  if (!state.worker) return notFound;
  if (action === 'list')
    return ok(JSON.stringify([...state.worker.secrets.keys()].map((name) => ({ name }))));
  if (action === 'put') keepSecret(state, args[0] ?? '', input);
  else
    for (const [name, value] of Object.entries<string | null>(JSON.parse(input)))
      keepSecret(state, name, value);
  return ok();
}

/** `wrangler`, as far as the commands use it. */
export function runWrangler(state: CloudState, [command, ...args]: string[], input?: string): Result {
  if (!state.signedIn.cloudflare) return failed('You are not authenticated.');
  if (command === 'whoami') return ok(JSON.stringify({ loggedIn: true, accounts: state.cloudflareAccounts }));
  if (command === 'deploy') return deploy(state, args);
  if (command === 'secret') return secret(state, args, input);
  if (command !== 'delete') throw new Error(`no stand-in for wrangler ${command}`);
  if (!state.worker) return notFound;
  state.worker = null;
  return ok();
}
