import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeFailure } from '../faults.ts';
import type { Tools } from '../ffmpeg/find-ffmpeg.ts';
import type { ObjectStore } from '../ports.ts';
import type { Preset } from './command.ts';
import type { JobRecord } from './job.ts';
import { createJobNews, type JobNewsOptions } from './job-news.ts';
import { wantedOf } from './understand.ts';
import { canceled, workOn } from './work.ts';

export type RunnerOptions = JobNewsOptions & {
  dataDir: string;
  store: ObjectStore;
  tools: Pick<Tools, 'ffmpeg' | 'ffprobe'>;
  concurrency: number;
  preset: Preset;
};

type Turn = { news: ReturnType<typeof createJobNews>; workRoot: string };

/** Does one job, from its first event to its last; a job that was aborted is left as it stands. */
async function run(
  id: string,
  signal: AbortSignal,
  { journal, faults, store, tools, preset }: RunnerOptions,
  { news, workRoot }: Turn,
): Promise<void> {
  const found = journal.get(id);
  const job = found && news.begin(found);
  if (!job) return;
  try {
    const detail = await workOn(wantedOf(job.request), {
      ...{ store, tools, preset, signal },
      folder: join(workRoot, id),
      submittedMs: job.submittedMs,
      reports: news.reports(job),
      failWith: takeFailure(faults.current),
    });
    news.complete(job, detail);
  } catch (error) {
    if (signal.reason === canceled) news.cancel(job);
    else if (!signal.aborted) news.fail(job, error);
  }
}

/** Works jobs off, oldest first, and files their events; a job that was begun before starts again from nothing. */
export function createRunner(options: RunnerOptions) {
  const { journal } = options;
  const workRoot = join(options.dataDir, 'mediaconvert', 'work');
  const news = createJobNews(options);
  let waiting: string[] = [];
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let state: 'stopped' | 'running' | 'closed' = 'stopped';

  function pump() {
    while (state === 'running' && running.size < options.concurrency) {
      const id = waiting.shift();
      if (id === undefined) return;
      const abort = new AbortController();
      const done = run(id, abort.signal, options, { news, workRoot })
        .catch((error: unknown) => console.error('mediaconvert', id, error))
        .finally(() => {
          running.delete(id);
          pump();
        });
      running.set(id, { abort, done });
    }
  }

  return {
    /** Takes up what an earlier process left unfinished. */
    start() {
      rmSync(workRoot, { recursive: true, force: true });
      waiting = journal.unfinished().map((job) => job.id);
      state = 'running';
      pump();
    },
    add(id: string) {
      waiting.push(id);
      pump();
    },
    /** Ends a job that is not over, when what it made so far lies in the store; false when it is over. */
    async cancel(job: JobRecord): Promise<boolean> {
      const work = running.get(job.id);
      if (!work) return news.cancel(job) !== null;
      work.abort.abort(canceled);
      await work.done;
      return journal.get(job.id)?.status === 'CANCELED';
    },
    /** Ends running work; its jobs stay as they are and start again next time. */
    async close() {
      state = 'closed';
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
export type Runner = ReturnType<typeof createRunner>;
