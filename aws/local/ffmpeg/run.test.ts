import { expect, test } from 'vitest';
import { findFfmpeg } from './find-ffmpeg.ts';
import { inputArguments } from './input.ts';
import { npmPair } from './npm-pair.ts';
import { runFfmpeg, runTool } from './run.ts';

/** Runs for a minute unless it is ended. */
const slow = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=64x64:d=60', '-f', 'null', '-'];

test('ffmpeg reports its progress', async () => {
  const { ffmpeg } = await findFfmpeg();
  const frames: number[] = [];
  const onProgress = (values: Record<string, string>) => void frames.push(Number(values['frame']));
  await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=1', '-f', 'null', '-'], {
    timeoutMs: 10_000,
    onProgress,
  });
  expect(frames.at(-1)).toBe(25);
});

test('ffmpeg ends when it is aborted, or has taken too long', async () => {
  const { ffmpeg } = await findFfmpeg();
  const startedAt = Date.now();
  const aborted = runFfmpeg(ffmpeg, slow, { timeoutMs: 30_000, signal: AbortSignal.timeout(300) });
  await expect(aborted).rejects.toMatchObject({ reason: 'aborted' });
  await expect(runFfmpeg(ffmpeg, slow, { timeoutMs: 300 })).rejects.toMatchObject({ reason: 'timeout' });
  expect(Date.now() - startedAt).toBeLessThan(5_000);
});

test('a failure carries what was said last', async () => {
  const { ffmpeg, ffprobe } = await findFfmpeg();
  const timeoutMs = 10_000;
  await expect(runFfmpeg(ffmpeg, ['-i', '/nowhere', '-f', 'null', '-'], { timeoutMs })).rejects.toMatchObject(
    {
      reason: 'failed',
      output: expect.stringContaining('No such file'),
    },
  );
  await expect(runTool(ffprobe, ['/nowhere'], { timeoutMs })).rejects.toMatchObject({ reason: 'failed' });
  await expect(runTool('/nowhere/tool', [], { timeoutMs })).rejects.toMatchObject({ reason: 'failed' });
});

test.each(['found', 'npm'] as const)('input arguments are taken by the %s programs', async (origin) => {
  const pair = origin === 'npm' ? await npmPair() : await findFfmpeg();
  const run = runTool(pair?.ffprobe ?? '', ['-v', 'error', ...inputArguments('/nowhere.mp4')], {
    timeoutMs: 10_000,
  });
  await expect(run).rejects.toMatchObject({ output: expect.stringContaining('file:/nowhere.mp4') });
});
