import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

const personSchema = z.object({ email: z.string(), password: z.string() });

/** The part of `state.json` that journeys use. */
const stateSchema = z.object({
  pid: z.int(),
  org: z.string(),
  app: z.url(),
  media: z.url(),
  aws: z.url(),
  login: z.url(),
  inbox: z.url(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  uploadsBucket: z.string(),
  table: z.string(),
  bot: z.object({ clientId: z.string(), clientSecret: z.string() }),
  admin: personSchema,
  viewer: personSchema,
});
export type State = z.infer<typeof stateSchema>;

/** A service that runs; everything it keeps is in the folder `data`. */
export type Shark = { state: State; data: string; stop(): Promise<void> };

const root = join(import.meta.dirname, '..');
const portsNeeded = 5;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, 'localhost');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 20_000 + Math.floor(Math.random() * 4_000) * 10;
    const free = await Promise.all(Array.from({ length: portsNeeded }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error(`no ${portsNeeded} free ports in a row were found`);
}

async function readState(path: string): Promise<State | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : stateSchema.parse(JSON.parse(text));
}

async function waitForState(child: ChildProcess, path: string, output: () => string): Promise<State> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output()}`);
    const state = await readState(path);
    if (state) return state;
    await sleep(200);
  }
  throw new Error(`no state.json after 90 s:\n${output()}`);
}

type Options = { domain?: string; monthlyCapUsd?: number };

/** What `npm start` runs, on ports and data of its own; `stop` ends it by its pid and removes the data. */
export async function startShark({ domain, monthlyCapUsd }: Options): Promise<Shark> {
  const data = await mkdtemp(join(tmpdir(), 'shark-e2e-'));
  const args = ['--port-base', String(await freePortBase()), '--data', data, '--no-sample'];
  if (domain) args.push('--domain', domain);
  if (monthlyCapUsd !== undefined) args.push('--monthly-cap-usd', String(monthlyCapUsd));
  const child = spawn(process.execPath, ['start.mjs', ...args], { cwd: root, stdio: 'pipe' });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const gone = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([gone, sleep(12_000)]);
      child.kill('SIGKILL');
    }
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return {
      state: await waitForState(child, join(data, 'state.json'), () => output.join('').slice(-4000)),
      data,
      stop,
    };
  } catch (error) {
    const log = await readFile(join(data, 'log.jsonl'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`it did not come up; the end of its log:\n${log.slice(-4000)}`, { cause: error });
  }
}
