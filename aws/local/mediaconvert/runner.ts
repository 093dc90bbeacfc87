import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults } from '../faults.ts';
import type { Tools } from '../ffmpeg/find-ffmpeg.ts';
import type { Clock, ObjectStore } from '../ports.ts';
import type { Preset } from './command.ts';
import { jobEvent, progressDetail, underFaults } from './events.ts';
import type { JobPhase, JobRecord, Place } from './job.ts';
import type { Journal } from './journal.ts';
import { JobError, jobErrors } from './source.ts';
import { wantedOf } from './understand.ts';
import { type Reports, workOn } from './work.ts';

export type RunnerOptions = {
  dataDir: string;
  clock: Clock;
  faults: { current: Faults };
  store: ObjectStore;
  place: Place;
  tools: Pick<Tools, 'ffmpeg' | 'ffprobe'>;
  journal: Journal;
  /** Called when events were filed. */
  onFiled(): void;
  concurrency: number;
  preset: Preset;
  random: () => number;
  /** Least time between two STATUS_UPDATEs of a job, ms. */
  statusEveryMs: number;
};

/** Where the whole job stands when a phase begins and ends, in per cent. */
const share: Record<JobPhase, { from: number; to: number }> = {
  PROBING: { from: 0, to: 2 },
  TRANSCODING: { from: 2, to: 95 },
  UPLOADING: { from: 95, to: 99 },
};

/** Works jobs off, oldest first, and files their events; a job that was begun before starts again from nothing. */
export function createRunner(options: RunnerOptions) {
  const { journal, clock, faults, place, statusEveryMs, random, onFiled } = options;
  let waiting: string[] = [];
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  const workRoot = join(options.dataDir, 'mediaconvert', 'work');
  let state: 'stopped' | 'running' | 'closed' = 'stopped';

  /** Changes a job and files the event that tells of it; null when it was over already. */
  const change = (job: JobRecord, patch: Partial<JobRecord>, event?: { status: string; detail: object }) => {
    const next = { ...job, ...patch };
    const filed = event
      ? underFaults(
          jobEvent(next, event.status, { ...event.detail }, { clock, place }),
          faults.current.mediaconvert,
          clock,
          random,
        )
      : [];
    const changed = journal.change(job.id, patch, filed);
    if (changed && filed.length > 0) onFiled();
    return changed;
  };

  const begin = (job: JobRecord) =>
    job.status === 'PROGRESSING'
      ? change(job, { retryCount: job.retryCount + 1, phase: 'PROBING', percent: 0 })
      : change(
          job,
          { status: 'PROGRESSING', startedMs: clock.now(), phase: 'PROBING' },
          { status: 'PROGRESSING', detail: {} },
        );

  function reportsOf(job: JobRecord): Reports {
    const askedMs = 1000 * Number(job.request.statusUpdateInterval?.split('_')[1] ?? 60);
    let last = { at: Number.NEGATIVE_INFINITY, text: '' };
    return {
      inputInformation: (inputDetails) =>
        void change(job, {}, { status: 'INPUT_INFORMATION', detail: { inputDetails } }),
      warning: (code, warningMessage) =>
        void change(
          job,
          {},
          { status: 'NEW_WARNING', detail: { warningCode: String(code), warningMessage } },
        ),
      progress(phase, phasePercent, frames) {
        const now = performance.now();
        const { from, to } = share[phase];
        const percent = Math.floor(from + ((phasePercent ?? 0) / 100) * (to - from));
        const text = `${phase} ${percent}`;
        if (now - last.at < (text === last.text ? askedMs : statusEveryMs)) return;
        last = { at: now, text };
        const detail = progressDetail({ ...job, phase, percent }, phasePercent ?? 0, frames);
        change(job, { phase, percent }, { status: 'STATUS_UPDATE', detail });
      },
    };
  }

  const failed = (job: JobRecord, error: unknown) => {
    if (!(error instanceof JobError)) console.error('mediaconvert', job.id, error);
    const known =
      error instanceof JobError ? error : new JobError(jobErrors.internal, 'Internal service error.');
    const { code: errorCode, message: errorMessage } = known;
    change(
      job,
      { status: 'ERROR', finishedMs: clock.now(), errorCode, errorMessage },
      { status: 'ERROR', detail: { errorCode, errorMessage } },
    );
  };

  async function run(id: string, signal: AbortSignal): Promise<void> {
    const found = journal.get(id);
    const job = found && begin(found);
    if (!job) return;
    try {
      const { detail, outputs } = await workOn(wantedOf(job.request), {
        store: options.store,
        tools: options.tools,
        preset: options.preset,
        folder: join(workRoot, id),
        submittedMs: job.submittedMs,
        signal,
        reports: reportsOf(job),
        failWith: faults.current.mediaconvert.fail?.errorCode,
      });
      change(
        job,
        {
          status: 'COMPLETE',
          percent: 100,
          finishedMs: clock.now(),
          outputGroupDetails: outputs,
          warnings: detail.warnings ?? [],
        },
        { status: 'COMPLETE', detail },
      );
    } catch (error) {
      if (!signal.aborted) failed(job, error);
    }
  }

  function pump() {
    while (state === 'running' && running.size < options.concurrency) {
      const id = waiting.shift();
      if (id === undefined) return;
      const abort = new AbortController();
      const done = run(id, abort.signal)
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
    /** Ends a job that is not over; false when it is. */
    cancel(job: JobRecord): boolean {
      const patch = { status: 'CANCELED' as const, finishedMs: clock.now() };
      if (!change(job, patch, { status: 'CANCELED', detail: {} })) return false;
      running.get(job.id)?.abort.abort();
      return true;
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
