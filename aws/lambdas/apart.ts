import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { ReadBytes } from './container/bytes.ts';
import { readHere, type TaskName, type TaskResult } from './media-tasks.ts';
import { SourceFailure } from './source-failure.ts';

/** A thread that neither asks for bytes nor answers for so long goes round in circles. */
const usualSilenceMs = 10_000;
const resourceLimits = { maxOldGenerationSizeMb: 192 };

const role = 'media';
type Order = { role: typeof role; task: TaskName; sizeBytes: number };
type Ask = { ask: number; start: number; end: number };
type News<T> = Ask | { done: T } | { broken: string };
type Answer = { ask: number; bytes: Uint8Array };

const broken = (cause: unknown) => new SourceFailure('unreadable_source', cause);

/**
 * Opens a file by ranged reads, does a task and gives its answer; null for a container that is not known here. Files come
 * from anywhere, and with some broken ones a reader never ends or fills the memory, so it works in a thread of its own.
 * @throws SourceFailure for a known container that cannot be read; whatever `read` throws
 */
export async function runApart<T extends TaskName>(
  task: T,
  read: ReadBytes,
  sizeBytes: number,
  silenceMs = usualSilenceMs,
): Promise<TaskResult<T> | null> {
  const order: Order = { role, task, sizeBytes };
  const worker = new Worker(new URL(import.meta.url), { workerData: order, resourceLimits, execArgv: [] });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      let reading = 0;
      const watch = () => {
        clearTimeout(timer);
        if (reading === 0) timer = setTimeout(() => reject(broken('silence')), silenceMs);
      };
      const answer = async ({ ask, start, end }: Ask) => {
        reading += 1;
        watch();
        worker.postMessage({ ask, bytes: await read(start, end) } satisfies Answer);
        reading -= 1;
        watch();
      };
      watch();
      worker.on('message', (news: News<TaskResult<T> | null>) => {
        if ('done' in news) resolve(news.done);
        else if ('broken' in news) reject(broken(news.broken));
        else answer(news).catch(reject);
      });
      worker.on('error', (error) => reject(broken(error)));
      worker.on('exit', () => reject(broken('exit')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** The thread's side: reads by asking for it. */
function serve(port: NonNullable<typeof parentPort>, { task, sizeBytes }: Order) {
  const waiting = new Map<number, (bytes: Uint8Array) => void>();
  let asked = 0;
  const post = (news: News<unknown>) => port.postMessage(news);
  port.on('message', ({ ask, bytes }: Answer) => waiting.get(ask)?.(bytes));
  const read = (start: number, end: number) =>
    new Promise<Uint8Array>((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      post({ ask: asked, start, end });
    });
  readHere(task, read, sizeBytes).then(
    (done) => post({ done }),
    (error: unknown) => post({ broken: error instanceof Error ? error.message : String(error) }),
  );
}

const isOrder = (data: unknown): data is Order =>
  typeof data === 'object' && data !== null && 'role' in data && data.role === role;

// The thread runs this very module, or the bundle it is in.
if (parentPort && isOrder(workerData)) serve(parentPort, workerData);
