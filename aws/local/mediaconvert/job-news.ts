import type { Faults } from '../faults.ts';
import type { Clock } from '../ports.ts';
import type { completeDetail } from './complete.ts';
import { jobOutputs } from './complete.ts';
import { jobEvent, progressDetail, underFaults } from './events.ts';
import type { JobPhase, JobRecord, Place } from './job.ts';
import type { Journal } from './journal.ts';
import { JobError, jobErrors } from './source.ts';
import type { Reports } from './work.ts';

export type JobNewsOptions = {
  clock: Clock;
  faults: { current: Faults };
  place: Place;
  journal: Journal;
  /** Called when events were filed. */
  onFiled(): void;
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

const percentOf = (phase: JobPhase, phasePercent: number) =>
  Math.floor(share[phase].from + (phasePercent / 100) * (share[phase].to - share[phase].from));

type News = { status: string; detail: object };

/** Changes a job and files the event that tells of it, in one; null when the job was over already. */
function createChange({ clock, faults, place, journal, onFiled, random }: JobNewsOptions) {
  return function change(job: JobRecord, patch: Partial<JobRecord>, news?: News): JobRecord | null {
    const told = news && jobEvent({ ...job, ...patch }, news.status, { ...news.detail }, { clock, place });
    const filed = told ? underFaults(told, faults.current.mediaconvert, clock, random) : [];
    const changed = journal.change(job.id, patch, filed);
    if (changed && filed.length > 0) onFiled();
    return changed;
  };
}

/** What a job reports while it is worked on. The per cent is told when it moved, else at the asked interval. */
function reportsOf(job: JobRecord, change: ReturnType<typeof createChange>, statusEveryMs: number): Reports {
  const askedMs = 1000 * Number(job.request.statusUpdateInterval?.split('_')[1] ?? 60);
  const tell = (status: string, detail: object) => void change(job, {}, { status, detail });
  let last = { at: Number.NEGATIVE_INFINITY, text: '' };
  return {
    inputInformation: (inputDetails) => tell('INPUT_INFORMATION', { inputDetails }),
    warning: (code, warningMessage) => tell('NEW_WARNING', { warningCode: String(code), warningMessage }),
    progress(phase, phasePercent, frames) {
      const now = performance.now();
      const percent = percentOf(phase, phasePercent ?? 0);
      const text = `${phase} ${percent}`;
      if (now - last.at < (text === last.text ? askedMs : statusEveryMs)) return;
      last = { at: now, text };
      const detail = progressDetail({ ...job, phase, percent }, phasePercent ?? 0, frames);
      change(job, { phase, percent }, { status: 'STATUS_UPDATE', detail });
    },
  };
}

/** The turns of a job's life: each is written with its event, or not at all when the job was over already. */
export function createJobNews(options: JobNewsOptions) {
  const { clock, statusEveryMs } = options;
  const change = createChange(options);
  return {
    /** A job that was begun before starts again from nothing, without another PROGRESSING. */
    begin: (job: JobRecord) =>
      job.status === 'PROGRESSING'
        ? change(job, { retryCount: job.retryCount + 1, phase: 'PROBING', percent: 0 })
        : change(
            job,
            { status: 'PROGRESSING', startedMs: clock.now(), phase: 'PROBING' },
            { status: 'PROGRESSING', detail: {} },
          ),
    reports: (job: JobRecord) => reportsOf(job, change, statusEveryMs),
    complete(job: JobRecord, detail: ReturnType<typeof completeDetail>) {
      const over = { status: 'COMPLETE', percent: 100, finishedMs: clock.now() } as const;
      const made = { outputGroupDetails: jobOutputs(detail), warnings: detail.warnings ?? [] };
      return change(job, { ...over, ...made }, { status: 'COMPLETE', detail });
    },
    /** Trouble that is not the job's own is logged, and told as the service's internal error. */
    fail(job: JobRecord, error: unknown) {
      if (!(error instanceof JobError)) console.error('mediaconvert', job.id, error);
      const known =
        error instanceof JobError ? error : new JobError(jobErrors.internal, 'Internal service error.');
      const told = { errorCode: known.code, errorMessage: known.message };
      const over = { status: 'ERROR', finishedMs: clock.now() } as const;
      return change(job, { ...over, ...told }, { status: 'ERROR', detail: told });
    },
    cancel: (job: JobRecord) =>
      change(job, { status: 'CANCELED', finishedMs: clock.now() }, { status: 'CANCELED', detail: {} }),
  };
}
