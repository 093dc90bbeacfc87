import type { Next, VideoItem } from '../../shared/catalog-item.ts';
import type { Arrival } from './arrival.ts';

export type Decision =
  | { to: 'create' }
  | { to: 'replace'; seen: Next | undefined }
  | { to: 'claim'; next: Next }
  | { to: 'resume'; next: Next }
  | { to: 'ignore'; why: string };

const ignore = (why: string): Decision => ({ to: 'ignore', why });

/** What an arrival means for the video as it stands. A repeated event must come out as nothing to do. */
export function decide(item: VideoItem | null, { kind, ref }: Pick<Arrival, 'kind' | 'ref'>): Decision {
  if (!item) return kind === 'drop' ? { to: 'create' } : ignore('unknown_video');
  const { next, current } = item;
  if (next?.version === ref.version) {
    if (next.status === 'uploading') return { to: 'claim', next };
    return next.status === 'queued' && !next.jobId ? { to: 'resume', next } : ignore('already_claimed');
  }
  if (current?.version === ref.version) return ignore('already_made');
  return kind === 'drop' ? { to: 'replace', seen: next } : ignore('other_version');
}

/** Whether the holder of a claim may still be at work on it. A claim that was given back has no lease. */
export function isHeld({ claimedAt, leaseUntil }: Next, nowMs: number, leaseMs: number): boolean {
  if (!leaseUntil) return false;
  return nowMs < Math.max(Date.parse(leaseUntil), Date.parse(claimedAt ?? leaseUntil) + leaseMs);
}
