import type { VideoItem } from '../../../shared/catalog-item.ts';
import { parseMoment } from '../../../shared/moments.ts';
import { resumeAt } from '../../../shared/position.ts';
import type { VideoSummary } from '../../../shared/video.ts';
import type { Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { nextVideo } from './next-video.ts';
import { readPosition } from './positions.ts';

/** How somebody watches a video: from where, in ms, and what comes after it. */
export type Watching = { startMs: number; next: VideoSummary | null };

/**
 * Reads how `who` goes on with a video. `moment` is what the address asks for (`?t=1m30s`); it wins over where they
 * stopped, and one that is not understood or not within the video is as good as none.
 */
export async function readWatching(
  services: Services,
  who: Membership,
  item: VideoItem,
  moment: string | undefined,
): Promise<Watching> {
  const [stopped, next] = await Promise.all([
    readPosition(services, who, item.videoId),
    nextVideo(services, item),
  ]);
  const durationMs = item.current?.made.durationMs ?? 0;
  const asked = parseMoment(moment ?? '');
  const left = stopped ? resumeAt({ positionMs: stopped.positionMs, durationMs }) : 0;
  return { startMs: asked !== null && asked < durationMs ? asked : Math.min(left, durationMs), next };
}
