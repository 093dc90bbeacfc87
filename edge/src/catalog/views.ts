import type { VideoItem } from '../../../shared/catalog-item.ts';
import type { Video } from '../../../shared/video.ts';
import { type Membership, mayManage } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { makingOf, posterPicture, toSummary } from './summary.ts';
import { readVisible } from './videos.ts';

export { listVideos } from './list.ts';

/** What those who manage see besides; what nothing is known of yet is null. */
function managedView(item: VideoItem, mediaOrigin: string) {
  const { current, ownPoster } = item;
  const pictures = [...(ownPoster ? [ownPoster] : []), ...(current?.made.frames ?? [])];
  return {
    warnings: current?.made.warnings ?? [],
    posters: pictures.map(({ id, path }) => ({ id, url: `${mediaOrigin}/${path}` })),
    posterId: posterPicture(item)?.id ?? null,
    ...makingOf(item),
  };
}

/** A video as the API answers it; with everything for those who manage. */
export function toVideo(item: VideoItem, mediaOrigin: string, managed: boolean): Video {
  const { current, next } = item;
  const url = (path: string) => `${mediaOrigin}/${path}`;
  const made = current?.made;
  return {
    ...toSummary(item, mediaOrigin),
    description: item.description,
    version: current?.version ?? next?.version ?? null,
    source: current?.source ?? next?.source ?? null,
    renditions: made?.renditions ?? [],
    playback: made ? { hls: url(made.hlsPath), dash: made.dashPath ? url(made.dashPath) : null } : null,
    storyboard: made?.storyboardPath ? { url: url(made.storyboardPath) } : null,
    captions: [...(made?.captions ?? []), ...(item.captions ?? [])].map(({ path, ...track }) => ({
      ...track,
      url: url(path),
    })),
    ...(managed ? managedView(item, mediaOrigin) : {}),
  };
}

/** `"<metaRev>.<jobRev>"`, quoted as a header takes it. */
export const etagOf = ({ metaRev, jobRev }: VideoItem) => `"${metaRev}.${jobRev}"`;

/** One video as `who` may see it; throws `not_found` for another organisation's and for a viewer's unpublished one. */
export async function getVideo(services: Services, who: Membership, videoId: string): Promise<Video> {
  const item = await readVisible(services, who, videoId);
  return toVideo(item, services.settings.MEDIA_ORIGIN, mayManage(who));
}
