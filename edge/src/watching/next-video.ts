import type { VideoItem } from '../../../shared/catalog-item.ts';
import { keyOf, publishedKeys } from '../../../shared/catalog-table.ts';
import type { VideoSummary } from '../../../shared/video.ts';
import { readCards } from '../catalog/cards.ts';
import { toSummary } from '../catalog/summary.ts';
import type { Services } from '../services.ts';

/**
 * What follows a video: the one under it in the catalog, newest first, and after the last the first again. Null for
 * a draft, which has no place there, and for the only one.
 */
export async function nextVideo(services: Services, item: VideoItem): Promise<VideoSummary | null> {
  const { org, videoId, publishedAt } = item;
  if (!publishedAt) return null;
  const after = { ...keyOf.video(org, videoId), ...publishedKeys(org, videoId, publishedAt) };
  const query = { index: 'published', forward: false, limit: 1 } as const;
  const below = await readCards(services, org, { ...query, after });
  const [card] = below.cards.length > 0 ? below.cards : (await readCards(services, org, query)).cards;
  return card && card.videoId !== videoId ? toSummary(card, services.settings.MEDIA_ORIGIN) : null;
}
