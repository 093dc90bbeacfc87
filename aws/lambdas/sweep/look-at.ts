import type { Next, VideoItem } from '../../../shared/catalog-item.ts';
import { isTerminal } from '../../../shared/progress.ts';

export type Look =
  /** Nothing is waited for. */
  | { to: 'rest' }
  /** Not yet: look again at that time (ms). */
  | { to: 'wait'; untilMs: number }
  /** Its file never came, or nobody was told. */
  | { to: 'find_file'; next: Next }
  /** It has no job, and nobody at work on one. */
  | { to: 'resume'; next: Next }
  /** Its job is not heard of. */
  | { to: 'ask_job'; next: Next; jobId: string };

/** What a video whose time has come is waiting for. A deleted one without a job waits for nothing until it is restored. */
export function lookAt({ next, deletedAt }: VideoItem, nowMs: number): Look {
  if (!next || isTerminal(next.status)) return { to: 'rest' };
  if (next.jobId) return { to: 'ask_job', next, jobId: next.jobId };
  if (deletedAt) return { to: 'rest' };
  if (next.status === 'uploading') return { to: 'find_file', next };
  const retryAtMs = Date.parse(next.retryAt ?? '');
  return retryAtMs > nowMs ? { to: 'wait', untilMs: retryAtMs } : { to: 'resume', next };
}
