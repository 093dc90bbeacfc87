import type { Hono } from 'hono';
import type { Faults } from '../faults.ts';
import type { Tools } from '../ffmpeg/find-ffmpeg.ts';
import type { Clock, EventBus, ObjectStore } from '../ports.ts';
import { createApi } from './api.ts';
import type { Preset } from './command.ts';
import { createSender } from './events.ts';
import { openJournal } from './journal.ts';
import { createRunner } from './runner.ts';

export type MediaConvertOptions = {
  /** Jobs, owed events and work in progress lie in `<dataDir>/mediaconvert`, best on the file system of `store`. */
  dataDir: string;
  clock: Clock;
  faults: { current: Faults };
  bus: EventBus;
  store: ObjectStore;
  region: string;
  tools: Pick<Tools, 'ffmpeg' | 'ffprobe'>;
  accountId?: string;
  /** Jobs worked on at a time. */
  concurrency?: number;
  /** x264's speed for its quality. */
  preset?: Preset;
  random?: () => number;
  /** Least time between two STATUS_UPDATEs of a job, ms. The service's own shortest is ten seconds. */
  statusEveryMs?: number;
};

/**
 * MediaConvert on one machine: takes the same CreateJob, makes the same files with ffmpeg and sends the same events.
 * Nothing runs before `start()`, which also takes up the jobs and events that an earlier process left.
 */
export function createMediaConvert({
  dataDir,
  clock,
  faults,
  bus,
  store,
  region,
  tools,
  accountId = '111122223333',
  concurrency = 1,
  preset = 'veryfast',
  random = Math.random,
  statusEveryMs = 1000,
}: MediaConvertOptions): { app: Hono; start(): void; close(): Promise<void> } {
  const place = { region, accountId };
  const journal = openJournal(dataDir);
  const sender = createSender(journal, bus, clock);
  const runner = createRunner({
    dataDir,
    clock,
    faults,
    store,
    place,
    tools,
    journal,
    onFiled: sender.kick,
    concurrency,
    preset,
    random,
    statusEveryMs,
  });
  let closing: Promise<void> | undefined;
  return {
    app: createApi({ clock, place, store, ffprobe: tools.ffprobe, journal, runner, random }),
    start() {
      sender.kick();
      runner.start();
    },
    /** Ends running work within moments; unfinished jobs start again at the next `start()`. */
    close() {
      closing ??= (async () => {
        await runner.close();
        await sender.close();
        journal.close();
      })();
      return closing;
    },
  };
}
