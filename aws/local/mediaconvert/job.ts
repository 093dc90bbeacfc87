import type { Clock } from '../ports.ts';
import type { CreateJobBody } from './request.ts';

export type JobStatus = 'SUBMITTED' | 'PROGRESSING' | 'COMPLETE' | 'CANCELED' | 'ERROR';
export type JobPhase = 'PROBING' | 'TRANSCODING' | 'UPLOADING';

/** What `GetJob` says of one output. */
export type OutputDetail = { durationInMs: number; videoDetails?: { widthInPx: number; heightInPx: number } };

/** A job as it is kept; times in ms since 1970. */
export type JobRecord = {
  id: string;
  /** The body as it came. */
  request: CreateJobBody;
  queue: string;
  status: JobStatus;
  phase: JobPhase;
  percent: number;
  submittedMs: number;
  startedMs: number | null;
  finishedMs: number | null;
  /** How often it was begun again because this process ended. */
  retryCount: number;
  errorCode: number | null;
  errorMessage: string | null;
  outputGroupDetails: { outputDetails: OutputDetail[] }[] | null;
  warnings: { code: number; count: number }[];
};

export const isFinal = (status: JobStatus) => status !== 'SUBMITTED' && status !== 'PROGRESSING';

export type Place = { region: string; accountId: string };

export const jobArn = (id: string, { region, accountId }: Place) =>
  `arn:aws:mediaconvert:${region}:${accountId}:jobs/${id}`;

/** A queue's ARN from its ARN or name; `Default` without one. */
export const queueArn = (queue: string | undefined, { region, accountId }: Place) =>
  queue?.startsWith('arn:')
    ? queue
    : `arn:aws:mediaconvert:${region}:${accountId}:queues/${queue ?? 'Default'}`;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id in the service's form: `1671477617078-2886ye`. */
export function newJobId(clock: Clock, random: () => number): string {
  const tail = Array.from({ length: 6 }, () => alphabet[Math.floor(random() * alphabet.length)]);
  return `${clock.now()}-${tail.join('')}`;
}

const epochSeconds = (ms: number | null) => (ms === null ? undefined : ms / 1000);

/** A job as the service's model has it, on the wire; what is undefined is left out. */
export function jobOnTheWire(job: JobRecord, place: Place) {
  const { request, status } = job;
  const running = status === 'PROGRESSING';
  return {
    id: job.id,
    arn: jobArn(job.id, place),
    createdAt: epochSeconds(job.submittedMs),
    role: request.role,
    settings: request.settings,
    queue: job.queue,
    status,
    priority: request.priority ?? 0,
    statusUpdateInterval: request.statusUpdateInterval ?? 'SECONDS_60',
    billingTagsSource: request.billingTagsSource ?? 'JOB',
    accelerationSettings: request.accelerationSettings,
    accelerationStatus: 'NOT_APPLICABLE',
    clientRequestToken: request.clientRequestToken,
    userMetadata: request.userMetadata ?? {},
    currentPhase: running ? job.phase : undefined,
    jobPercentComplete: running ? job.percent : status === 'COMPLETE' ? 100 : undefined,
    retryCount: job.retryCount,
    timing: {
      submitTime: epochSeconds(job.submittedMs),
      startTime: epochSeconds(job.startedMs),
      finishTime: epochSeconds(job.finishedMs),
    },
    errorCode: job.errorCode ?? undefined,
    errorMessage: job.errorMessage ?? undefined,
    outputGroupDetails: job.outputGroupDetails ?? undefined,
    warnings: job.warnings.length > 0 ? job.warnings : undefined,
  };
}
