import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { descendantsOf, survivors } from './testing/processes.ts';
import {
  freePortBase,
  type Started,
  start,
  startByShell,
  stateOf,
  temporaryFolder,
} from './testing/start.ts';

let data: ReturnType<typeof temporaryFolder>;
let base: number;
const running: Started[] = [];

const args = () => ['--port-base', String(base), '--data', data.path, '--no-sample'];

function startShark(...more: string[]): Started {
  const started = start(...args(), ...more);
  running.push(started);
  return started;
}

beforeEach(async () => {
  data = temporaryFolder();
  base = await freePortBase();
});

afterEach(async () => {
  for (const { process, exit } of running.splice(0)) {
    if (process.exitCode === null) process.kill('SIGKILL');
    await exit;
  }
  data.remove();
});

const file = (name: string) => join(data.path, name);

describe('a start', () => {
  test('writes state.json for its owner once every address answers, and stops on SIGTERM', async () => {
    const shark = startShark();
    const state = await stateOf(shark, data.path);
    expect(statSync(file('state.json')).mode & 0o777).toBe(0o600);
    expect(state).toMatchObject({ pid: shark.process.pid, app: `http://localhost:${base}` });
    for (const url of [`${state.app}/api/health`, state.jwksUri, `${state.inbox}/store`])
      expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${state.app}/favicon.svg`)).headers.get('content-type')).toContain('image/svg');
    expect((await fetch(`${state.media}/x`)).status).toBe(403);
    for (const said of [state.app, state.admin.password, state.viewer.password])
      expect(shark.output()).toContain(said);

    const second = startShark();
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(`process ${state.pid}`);

    const processes = descendantsOf(state.pid);
    const stoppedAt = Date.now();
    shark.process.kill('SIGTERM');
    expect(await shark.exit).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    expect(existsSync(file('state.json'))).toBe(false);
    expect(await survivors(processes, 1000)).toEqual([]);
  });

  test('after one that was killed finds people and passwords again, and stops on SIGINT to the group', async () => {
    const first = startShark();
    const before = await stateOf(first, data.path);
    const processes = descendantsOf(before.pid);
    expect(processes).toEqual(expect.arrayContaining([before.pids.aws, before.pids.worker]));
    first.process.kill('SIGKILL');
    await first.exit;
    expect(await survivors(processes, 2000)).toEqual([]);

    const again = startShark();
    while (!again.output().includes('Shark is up')) await new Promise((resolve) => setTimeout(resolve, 50));
    const { startedAt, pid, pids, ...after } = await stateOf(again, data.path);
    expect(before).toMatchObject(after);
    expect(pid).not.toBe(before.pid);
    process.kill(-pid, 'SIGINT');
    expect(await again.exit).toBe(0);
    expect(await survivors(Object.values(pids), 1000)).toEqual([]);
  });

  test('stops when the npm that began it is told to end, and does not hand it on', async () => {
    const shell = startByShell(...args());
    running.push(shell);
    const { pid } = await stateOf(shell, data.path);
    const processes = [pid, ...descendantsOf(pid)];
    shell.process.kill('SIGTERM');
    expect(await survivors(processes, 8000)).toEqual([]);
    expect(existsSync(file('state.json'))).toBe(false);
  });

  test.each(['aws', 'worker'] as const)('ends with a message when the %s process is killed', async (name) => {
    const shark = startShark();
    const { pid, pids } = await stateOf(shark, data.path);
    const processes = descendantsOf(pid);
    process.kill(pids[name], 'SIGKILL');
    expect(await shark.exit).toBe(1);
    expect(shark.output()).toContain(`The ${name} process was ended by SIGKILL`);
    expect(existsSync(file('state.json'))).toBe(false);
    expect(await survivors(processes, 1000)).toEqual([]);
  });

  test('with a domain gives app and media names below it', async () => {
    const shark = startShark('--domain', 'shark.localhost');
    const { app, media, aws, redirectUri } = await stateOf(shark, data.path);
    expect({ app, media, aws, redirectUri }).toEqual({
      app: `http://app.shark.localhost:${base}`,
      media: `http://media.shark.localhost:${base + 1}`,
      aws: `http://localhost:${base + 2}`,
      redirectUri: `http://app.shark.localhost:${base}/auth/callback`,
    });
  });

  test('stops while it is still starting', async () => {
    const shark = startShark();
    await once(shark.process.stdout ?? shark.process, 'data');
    shark.process.kill('SIGTERM');
    expect(await shark.exit).toBe(0);
    expect(existsSync(file('state.json'))).toBe(false);
  });
});

describe('refused with a message is', () => {
  test('a port in use, by its number', async () => {
    const other = createServer().listen(base + 3, '127.0.0.1');
    await once(other, 'listening');
    const shark = startShark();
    expect(await shark.exit).toBe(1);
    expect(shark.output()).toContain(`Port ${base + 3} is in use`);
    other.close();
  });

  test("a folder with somebody else's files, even to reset", async () => {
    writeFileSync(file('thesis.txt'), 'all of it');
    for (const more of [[], ['--reset']]) {
      const shark = startShark(...more);
      expect(await shark.exit).toBe(1);
      expect(shark.output()).toContain("not Shark's");
    }
    expect(existsSync(file('thesis.txt'))).toBe(true);
  });

  test('a wrong option, with exit code 2', async () => {
    const shark = startShark('--colour');
    expect(await shark.exit).toBe(2);
    expect(shark.output()).toContain('--colour');
  });
});

test('--reset begins anew', async () => {
  const first = startShark();
  const before = await stateOf(first, data.path);
  first.process.kill('SIGTERM');
  await first.exit;
  const after = await stateOf(startShark('--reset'), data.path);
  expect(after.admin.password).not.toBe(before.admin.password);
});
