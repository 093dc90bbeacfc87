import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeClip, visit } from '../testing/house.ts';
import { descendantsOf, killAll, survivors } from './testing/processes.ts';
import { freePortBase, type Started, start, stateOf, temporaryFolder } from './testing/start.ts';

const data = temporaryFolder();
const scratch = temporaryFolder();
let last: Started | undefined;

afterEach(async () => {
  last?.process.kill('SIGTERM');
  await last?.exit;
  data.remove();
  scratch.remove();
});

test('everything killed at 30 % and started again: the video becomes ready with one job', {
  timeout: 150_000,
}, async () => {
  const args = ['--port-base', String(await freePortBase()), '--data', data.path, '--no-sample'];
  const clip = join(scratch.path, 'clip.mp4');
  await makeClip(clip, '1280x720', 15);

  const first = start(...args);
  const before = await stateOf(first, data.path);
  const house = visit(before);
  await house.drop('clip.mp4', await readFile(clip));
  await house.videoWhen(({ next }) => (next?.percent ?? 0) >= 30);
  const everything = [before.pid, ...descendantsOf(before.pid)];
  killAll(everything);
  await first.exit;
  expect(await survivors(everything, 2000)).toEqual([]);

  const again = start(...args);
  last = again;
  while (!again.output().includes('Shark is up')) await new Promise((resolve) => setTimeout(resolve, 50));
  const startedAt = Date.now();
  const after = visit(await stateOf(again, data.path));
  const video = await after.videoWhen(
    ({ current, next }) => current?.status === 'ready' || next?.status === 'failed',
  );
  expect(video.current).toMatchObject({ status: 'ready', attempt: 1 });
  expect(Date.now() - startedAt).toBeLessThan(120_000);
  expect(await after.jobs()).toHaveLength(1);
  expect(await after.videos()).toHaveLength(1);
});
