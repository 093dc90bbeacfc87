import { expect, test, vi } from 'vitest';
import { Refusal } from '../refusal.ts';
import { discard, type Means, type Sendable, transfer } from './transfer.ts';

const fingerprint = 'movie.mp4|25|1';
const file: Sendable<{ size: number }> = {
  fingerprint,
  ...{ fileName: 'movie.mp4', sizeBytes: 25, contentType: 'video/mp4' },
  slice: (start, end) => ({ size: end - start }),
};
const opened = {
  id: 'U1',
  videoId: 'V1',
  status: 'open',
  sizeBytes: 25,
  partSizeBytes: 10,
  partCount: 3,
  parts: [],
};

const refusal = (status: number, code = 'not_found') =>
  new Refusal(status, { error: { code, message: 'refused', requestId: null } });

/** What stays remembered, in memory. */
function createMemory() {
  const known = new Map<string, { id: string; name: string }>();
  return {
    all: () => [...known.keys()],
    recall: (fingerprint: string) => known.get(fingerprint) ?? null,
    remember: (fingerprint: string, upload: { id: string; name: string }) =>
      void known.set(fingerprint, upload),
    forget: (fingerprint: string) => void known.delete(fingerprint),
  };
}

type Answers = Record<string, (body: { partNumbers?: number[] }) => unknown>;

/** An API, a storage and a memory; `put` fails with what it is told to fail with. */
function setUp({
  answers = {},
  failures = [] as unknown[],
}: {
  answers?: Answers;
  failures?: unknown[];
} = {}) {
  const calls: string[] = [];
  const api: Answers = {
    'POST /api/uploads': () => opened,
    'GET /api/uploads/U1': () => opened,
    'POST /api/uploads/U1/parts': ({ partNumbers }) => ({
      parts: (partNumbers ?? []).map((partNumber) => ({
        partNumber,
        method: 'PUT',
        url: `/${partNumber}`,
        headers: {},
      })),
    }),
    'POST /api/uploads/U1/complete': () => ({ videoId: 'V1', version: 'W1' }),
    'DELETE /api/uploads/U1': () => null,
    ...answers,
  };
  const memory = createMemory();
  const send = vi.fn(async (method: string, path: string, sent: { body?: unknown } = {}) => {
    calls.push(`${method} ${path}`);
    const answer = api[`${method} ${path}`]?.(sent.body ?? {});
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const put = vi.fn(async ({ url }: { url: string }, body: { size: number }) => {
    const failure = failures.shift();
    if (failure) throw failure;
    return `"${url}:${body.size}"`;
  });
  const means = { send, put, memory, wait: async () => undefined, random: () => 1 } as unknown as Means<{
    size: number;
  }>;
  const run = (signal = new AbortController().signal, onSent = (_bytes: number) => {}) =>
    transfer(file, means, { signal, onSent });
  return { run, put, send, memory, calls, means };
}

const completedWith = (send: ReturnType<typeof setUp>['send']) =>
  send.mock.calls.find(([, path]) => path.endsWith('/complete'))?.[2];

test('a file goes up in parts, in any order, and is completed in order', async () => {
  const { run, put, send } = setUp();
  const sent: number[] = [];
  await expect(run(undefined, (bytes) => sent.push(bytes))).resolves.toMatchObject({ videoId: 'V1' });
  expect(put.mock.calls.map(([, body]) => body.size).sort()).toEqual([10, 10, 5]);
  expect(sent.at(-1)).toBe(25);
  const parts = [1, 2, 3].map((partNumber) => ({
    partNumber,
    etag: `"/${partNumber}:${partNumber === 3 ? 5 : 10}"`,
  }));
  expect(completedWith(send)).toMatchObject({ body: { parts } });
});

test('whoever sends is told of the upload as soon as there is one', async () => {
  const { means, put } = setUp();
  const onOpened = vi.fn(() => expect(put).not.toHaveBeenCalled());
  await transfer(file, means, { signal: new AbortController().signal, onSent: () => {}, onOpened });
  expect(onOpened).toHaveBeenCalledWith(opened);
});

test.each([1, 2])('parts under way at once are %i where that is asked for', async (parallel) => {
  const { means, put } = setUp();
  let [now, most] = [0, 0];
  put.mockImplementation(async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now--;
    return '"e"';
  });
  const options = { signal: new AbortController().signal, onSent: () => {} };
  await transfer(file, { ...means, parallel }, options);
  expect(most).toBe(parallel);
});

test('a finished upload is forgotten', async () => {
  const { run, memory } = setUp();
  await run();
  expect(memory.all()).toEqual([]);
});

test('after a reload only the missing part is sent', async () => {
  const parts = [1, 2].map((partNumber) => ({ partNumber, etag: `"${partNumber}"`, sizeBytes: 10 }));
  const { run, put, memory, calls } = setUp({
    answers: { 'GET /api/uploads/U1': () => ({ ...opened, parts }) },
  });
  memory.remember(fingerprint, { id: 'U1', name: 'movie.mp4' });
  const sent: number[] = [];
  await run(undefined, (bytes) => sent.push(bytes));
  expect(put.mock.calls.map(([{ url }]) => url)).toEqual(['/3']);
  expect(sent).toEqual([20, 25]);
  expect(calls).not.toContain('POST /api/uploads');
});

test.each([
  ['was thrown away', () => refusal(404)],
  ['was taken back', () => ({ ...opened, status: 'aborted' })],
  ['was of another size', () => ({ ...opened, sizeBytes: 24 })],
])('a remembered upload that %s is begun anew', async (_why, answer) => {
  const { run, memory, calls } = setUp({ answers: { 'GET /api/uploads/U1': answer } });
  memory.remember(fingerprint, { id: 'U1', name: 'movie.mp4' });
  await run();
  expect(calls).toContain('POST /api/uploads');
});

test('a remembered upload that was completed has arrived: nobody had heard the answer', async () => {
  const completed = () => ({ ...opened, status: 'completed' });
  const { run, memory, calls, put } = setUp({ answers: { 'GET /api/uploads/U1': completed } });
  memory.remember(fingerprint, { id: 'U1', name: 'movie.mp4' });
  await expect(run()).resolves.toEqual({ videoId: 'V1' });
  expect(calls).toEqual(['GET /api/uploads/U1']);
  expect(put).not.toHaveBeenCalled();
  expect(memory.all()).toEqual([]);
});

test.each([
  ['completed', 'arrives'],
  ['aborted', 'is refused'],
])('what is %s elsewhere in the same moment %s', async (status, outcome) => {
  const { run } = setUp({
    answers: {
      'POST /api/uploads/U1/parts': () => refusal(409, 'conflict'),
      'GET /api/uploads/U1': () => ({ ...opened, status }),
    },
  });
  if (outcome === 'arrives') await expect(run()).resolves.toEqual({ videoId: 'V1' });
  else await expect(run()).rejects.toThrow('refused');
});

test('a part that fails is signed and sent again', async () => {
  const { run, put, calls } = setUp({ failures: [new Error('broke'), new Error('broke')] });
  await run();
  expect(put).toHaveBeenCalledTimes(5);
  expect(calls.filter((call) => call.endsWith('/parts'))).toHaveLength(5);
});

test('a part that never arrives ends the upload, which is remembered', async () => {
  const { run, memory } = setUp({ failures: Array(30).fill(new Error('broke')) });
  await expect(run()).rejects.toThrow('broke');
  expect(memory.recall(fingerprint)).toMatchObject({ id: 'U1' });
});

test('a refusal by the API is not repeated', async () => {
  const { run, calls } = setUp({ answers: { 'POST /api/uploads/U1/complete': () => refusal(409) } });
  await expect(run()).rejects.toThrow('refused');
  expect(calls.filter((call) => call.endsWith('/complete'))).toHaveLength(1);
});

test('a stopped upload is remembered, and may be thrown away', async () => {
  const stop = new AbortController();
  const { run, calls, memory, means } = setUp({
    answers: {
      'POST /api/uploads/U1/parts': () => {
        stop.abort();
        return new Error('aborted');
      },
    },
  });
  await expect(run(stop.signal)).rejects.toThrow();
  expect(memory.all()).toEqual([fingerprint]);
  await discard(fingerprint, means);
  expect(calls.at(-1)).toBe('DELETE /api/uploads/U1');
  expect(memory.all()).toEqual([]);
});
