import type { Next, VideoItem } from '../../shared/catalog-item.ts';
import { restorableUntilMs } from '../../shared/trash.ts';
import type { Arrival } from './arrival.ts';

export type Decision =
  | { to: 'create' }
  | { to: 'replace'; seen: Pick<VideoItem, 'current' | 'next' | 'deletedAt'> }
  | { to: 'claim'; next: Next }
  | { to: 'resume'; next: Next }
  | { to: 'ignore'; why: string };

const ignore = (why: string): Decision => ({ to: 'ignore', why });

type Seen = Pick<Arrival, 'kind' | 'ref' | 'event'>;

/** Failures that are over once the file is there again as it was; whoever dropped it did what was asked of them. */
const untilFileIsBack: (string | undefined)[] = ['source_changed', 'source_missing'];

/** What `next` means for the arrival of its own version. */
function decideNext(next: Next, item: VideoItem, { kind }: Seen): Decision {
  if (kind === 'drop' && untilFileIsBack.includes(next.failure?.code)) return { to: 'replace', seen: item };
  if (next.status === 'uploading') return { to: 'claim', next };
  if (next.status !== 'queued' || next.jobId) return ignore('already_claimed');
  return next.retryAt ? ignore('waits_for_its_time') : { to: 'resume', next };
}

/**
 * A file dropped again after its video was deleted is wanted again; the event of the first time is not news. One that
 * comes when the video may be purged already is left to the sweeper, which finds it after that.
 */
function decideDeleted(item: VideoItem, deletedAt: string, { kind, event }: Seen, nowMs: number): Decision {
  if (kind !== 'drop' || Date.parse(event.time) <= Date.parse(deletedAt)) return ignore('deleted');
  return nowMs < restorableUntilMs(deletedAt) ? { to: 'replace', seen: item } : ignore('being_purged');
}

/**
 * What an arrival means for the video as it stands; `made` is when its version was made before, if it was. A repeated
 * event must come out as nothing to do.
 */
export function decide(
  item: VideoItem | null,
  arrival: Seen,
  { nowMs, made }: { nowMs: number; made: string | undefined },
): Decision {
  const { kind, ref, event } = arrival;
  if (!item) return kind === 'drop' ? { to: 'create' } : ignore('unknown_video');
  const { next, current, deletedAt } = item;
  if (deletedAt) return decideDeleted(item, deletedAt, arrival, nowMs);
  if (next?.version === ref.version) return decideNext(next, item, arrival);
  if (current?.version === ref.version) return ignore('already_made');
  if (made && Date.parse(event.time) <= Date.parse(made)) return ignore('made_before');
  return kind === 'drop' ? { to: 'replace', seen: item } : ignore('other_version');
}

/** Whether the holder of a claim may still be at work on it. A claim that was given back has no lease. */
export function isHeld({ claimedAt, leaseUntil }: Next, nowMs: number, leaseMs: number): boolean {
  if (!leaseUntil) return false;
  return nowMs < Math.max(Date.parse(leaseUntil), Date.parse(claimedAt ?? leaseUntil) + leaseMs);
}
