import { type VideoItem, videoItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Membership, mayManage } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { readItem } from './table.ts';

const unknown = () => new AppError('not_found', 'There is no such video.');

/** One video's item, deleted or not; throws `not_found`. The key carries the organisation, so another's id finds nothing. */
export async function readAnyVideo(services: Services, org: string, videoId: string): Promise<VideoItem> {
  const item = await readItem(services, keyOf.video(org, videoId), videoItemSchema);
  if (!item) throw unknown();
  return item;
}

/** One video's item; throws `not_found`, for a deleted one as well. */
export async function readVideo(services: Services, org: string, videoId: string): Promise<VideoItem> {
  const item = await readAnyVideo(services, org, videoId);
  if (item.deletedAt) throw unknown();
  return item;
}

/** One video's item if `who` may see it: published, or a draft for those who manage; else `not_found`. */
export async function readVisible(services: Services, who: Membership, videoId: string): Promise<VideoItem> {
  const item = await readVideo(services, who.org, videoId);
  if (!(item.published && item.current) && !mayManage(who)) throw unknown();
  return item;
}
