import { randomUUID } from 'node:crypto';
import type { Faults } from '../faults.ts';
import type { AwsEvent, Clock, EventBus } from '../ports.ts';
import { type JobPhase, type JobRecord, jobArn, type Place } from './job.ts';
import type { Journal, Outgoing } from './journal.ts';

/** One `MediaConvert Job State Change` (docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_cwe_events.html). */
export function jobEvent(
  job: JobRecord,
  status: string,
  detail: Record<string, unknown>,
  { clock, place }: { clock: Clock; place: Place },
): AwsEvent {
  const now = clock.now();
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'MediaConvert Job State Change',
    source: 'aws.mediaconvert',
    account: place.accountId,
    time: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources: [jobArn(job.id, place)],
    detail: {
      timestamp: now,
      accountId: place.accountId,
      queue: job.queue,
      jobId: job.id,
      userMetadata: job.request.userMetadata ?? {},
      status,
      ...detail,
    },
  };
}

const phases: JobPhase[] = ['PROBING', 'TRANSCODING', 'UPLOADING'];

/** What STATUS_UPDATE adds: every phase, and the per cent of the whole. */
export function progressDetail(
  { phase, percent, retryCount }: JobRecord,
  phasePercent: number,
  framesDecoded: number,
) {
  const current = phases.indexOf(phase);
  const progressOf = (index: number) =>
    index < current
      ? { status: 'COMPLETE', percentComplete: 100 }
      : index > current
        ? { status: 'PENDING', percentComplete: 0 }
        : { status: 'PROGRESSING', percentComplete: Math.floor(phasePercent) };
  return {
    framesDecoded,
    jobProgress: {
      phaseProgress: Object.fromEntries(phases.map((name, index) => [name, progressOf(index)])),
      jobPercentComplete: percent,
      currentPhase: phase,
      retryCount,
    },
  };
}

const shuffledMs = 1500;

/** What goes out for an event under the faults of the moment: nothing, one or more, late, in any order. */
export function underFaults(
  event: AwsEvent,
  faults: Faults['mediaconvert'],
  clock: Clock,
  random: () => number,
): Outgoing[] {
  const { drop, duplicate, delayMs, shuffle } = faults;
  if (drop.includes(String(event.detail['status']))) return [];
  return Array.from({ length: 1 + duplicate }, () => ({
    event,
    dueMs: clock.now() + delayMs + (shuffle ? Math.floor(random() * shuffledMs) : 0),
  }));
}

const retryMs = 1000;
/** No event waits longer; a later time can only come from a clock that was moved back. */
const horizonMs = 10 * 60_000;

/** Puts filed events on the bus, in the order they are due, each until the bus has it. */
export function createSender(journal: Journal, bus: EventBus, clock: Clock) {
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let again = false;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(kick, ms).unref();
  };

  async function sendDue(): Promise<void> {
    for (let next = journal.nextEvent(); next && !closed; next = journal.nextEvent()) {
      const waitMs = next.dueMs - clock.now();
      if (waitMs > 0 && waitMs < horizonMs) return later(waitMs);
      await bus.put(next.event);
      if (!closed) journal.dropEvent(next.seq);
    }
  }

  function kick() {
    again = running !== null;
    if (closed || running) return;
    running = sendDue()
      .catch(() => later(retryMs))
      .finally(() => {
        running = null;
        if (again) kick();
      });
  }

  return {
    kick,
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
