import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log-file.ts';
import { temporaryFolder } from './testing/start.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
const lines = () =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'log.jsonl');
});

afterEach(() => folder.remove());

test('the log is one JSON object a line, whoever wrote what', async () => {
  writeFileSync(path, '{"before":true}\n');
  const log = openLog(folder.path);
  log.line('worker', '{"requestId":"r","status":200,"time":"2026-01-01T00:00:00Z"}');
  log.line('aws', 'listening {not json}');
  log.line('aws', '   ');
  log.line('aws', 'a stack', 'error');
  await log.close();
  expect(lines()).toEqual([
    { before: true },
    { from: 'worker', requestId: 'r', status: 200, time: '2026-01-01T00:00:00Z' },
    { from: 'aws', level: 'info', message: 'listening {not json}', time: expect.any(String) },
    { from: 'aws', level: 'error', message: 'a stack', time: expect.any(String) },
  ]);
});

test('a log that grew large begins anew, for its owner only', async () => {
  writeFileSync(path, '');
  truncateSync(path, 21 * 1024 ** 2);
  await openLog(folder.path).close();
  expect(existsSync(`${path}.1`)).toBe(true);
  expect(statSync(path)).toMatchObject({ size: 0 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
