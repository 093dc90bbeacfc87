import { join } from 'node:path';
import type { State } from '../state.ts';
import { addSample } from './add-sample.ts';
import { untilAllAnswer } from './addresses.ts';
import { isBuilt } from './build.ts';
import { type Child, forkChild, spawnTool } from './child.ts';
import { openDataFolder } from './data-folder.ts';
import { startDevWorker } from './dev-worker.ts';
import { openLog } from './log-file.ts';
import { awsReadySchema, workerReadySchema } from './messages.ts';
import { type Options, Refusal } from './options.ts';
import { assertFree, portsFrom } from './ports.ts';
import { direct } from './role.ts';
import { root, version } from './root.ts';
import { keep, lend, type Run, Told, unlessEnded } from './run.ts';
import { createTerminal } from './terminal.ts';

const here = (name: string) => join(import.meta.dirname, name);

/** Children get so long to end in order; the promise is ten seconds for everything. */
const graceMs = 7000;

async function build(run: Run): Promise<void> {
  if (isBuilt()) return;
  run.terminal.step('Building');
  const how = await lend(run, spawnTool('build', here('build.ts'), ['--if-changed'], root, run.log));
  if (!isBuilt()) throw new Refusal(`The build ${how}. See ${run.log.path}, or run: npm run build`);
}

async function startAws(run: Run) {
  const { ports, options } = run;
  const { data: dataDir, domain, monthlyCapUsd } = options;
  const appOrigin = `http://${domain ? `app.${domain}` : 'localhost'}:${ports.app}`;
  const child = keep(run, forkChild('aws', here('aws-process.ts'), run.log));
  const input = { dataDir, ports, appOrigin, domain, monthlyCapUsd, version };
  return { child, ...(await direct(child.process, input, awsReadySchema)) };
}

async function startWorker(run: Run, vars: Record<string, string>): Promise<Child> {
  const child = keep(run, forkChild('worker', here('worker-process.ts'), run.log));
  const input = { dataDir: run.options.data, port: run.ports.app, vars };
  await direct(child.process, input, workerReadySchema);
  return child;
}

async function bringUp(run: Run): Promise<State> {
  await assertFree(run.ports);
  if (!run.options.dev) await build(run);
  run.terminal.step('Starting');
  const aws = await startAws(run);
  const worker = await (run.options.dev ? startDevWorker : startWorker)(run, aws.workerVars);
  await untilAllAnswer(run.ports);
  return { ...aws.state, pid: process.pid, pids: { aws: aws.child.pid, worker: worker.pid } };
}

/** How often it is looked whether npm is still there, in ms. */
const lookForNpmMs = 500;

/** npm does not hand on that it is told to end; its shell is gone then, and the process has another parent. */
function heedNpm({ end, terminal }: Run) {
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    if (end.signal.aborted) return;
    terminal.step('Stopping');
    end.abort(new Told('npm'));
  }, lookForNpmMs).unref();
}

/** The first signal ends everything in order, the second at once. */
function heedSignals({ end, terminal }: Run) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (end.signal.aborted) process.exit(1);
      terminal.step('Stopping');
      end.abort(new Told(signal));
    });
}

/**
 * Runs Shark until it is told to end or one of its processes does; then ends them all. `state.json` is there exactly
 * while every address answers.
 * @throws Refusal when it cannot start, or something ended by itself
 */
export async function supervise(options: Options, write: (text: string) => void): Promise<void> {
  const startedMs = performance.now();
  const data = openDataFolder(options.data, options);
  const log = openLog(options.data);
  const terminal = createTerminal(write, log.path);
  const run: Run = {
    options,
    ports: portsFrom(options.portBase),
    log,
    terminal,
    children: [],
    end: new AbortController(),
  };
  heedSignals(run);
  heedNpm(run);
  try {
    const state = await unlessEnded(run, bringUp(run));
    data.writeState(state);
    terminal.started(state, (performance.now() - startedMs) / 1000);
    if (options.sample) void addSample(run, state);
    await unlessEnded(run, new Promise<never>(() => {}));
  } catch (error) {
    if (!(error instanceof Told)) throw error;
  } finally {
    data.removeState();
    await Promise.all(run.children.map((child) => child.stop(graceMs)));
    await log.close();
    data.release();
  }
}
