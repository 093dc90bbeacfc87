import type { Chapter } from '../../../shared/moments.ts';
import { request } from '../client.ts';
import type { Help } from './help.ts';
import { type Next, offerNext, playIfSent } from './next.ts';
import { createPositionKeeper } from './position.ts';
import type { Stage } from './stage.ts';
import { wireTools } from './tools.ts';

/** Sends where somebody is; a failure is nobody's business, the next one may get through. */
const sendPosition = (videoId: string) => (positionMs: number, leaving: boolean) =>
  void request('PUT', `/api/videos/${videoId}/position`, { body: { positionMs }, keepalive: leaving }).catch(
    () => undefined,
  );

function keepPosition({ video, signal }: Stage, videoId: string): void {
  const keeper = createPositionKeeper(sendPosition(videoId), Date.now);
  const at = () => video.currentTime * 1000;
  const left = () => void (document.visibilityState === 'hidden' && keeper.stopped(at(), true));
  video.addEventListener('playing', () => keeper.started(at()), { signal });
  video.addEventListener('timeupdate', () => void (!video.paused && keeper.moved(at())), { signal });
  for (const cause of ['pause', 'ended'])
    video.addEventListener(cause, () => keeper.stopped(at()), { signal });
  document.addEventListener('visibilitychange', left, { signal });
  window.addEventListener('pagehide', () => keeper.stopped(at(), true), { signal });
}

type Watched = { videoId: string; chapters: readonly Chapter[]; next: Next | null; help: Help };

/** What there is where somebody watches, and not where a video is managed. */
export function addWatching(stage: Stage, { videoId, chapters, next, help }: Watched): void {
  keepPosition(stage, videoId);
  wireTools(stage, chapters, help);
  playIfSent(stage);
  if (next) offerNext(stage, next);
}
