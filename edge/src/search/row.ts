import type { VideoItem } from '../../../shared/catalog-item.ts';
import type { ListVideosQuery, VideoStatus } from '../../../shared/video.ts';
import { statusOf } from '../catalog/summary.ts';
import { compareText, fold, wordsOf } from './fold.ts';

/** Code points of a title that count for its place; beyond them ids decide. They have to fit into a cursor. */
const titleKeyLength = 100;

/** Whom a list may show a video to; what was deleted is there for nobody. */
export type Audience = 'everyone' | 'managers' | 'nobody';

/** What searching and sorting take of a video. `rev` grows with every change but per cent. */
export type Row = {
  id: string;
  rev: number;
  updatedAt: string;
  audience: Audience;
  status: VideoStatus;
  created: string;
  published: string;
  title: string;
  words: string[];
  tags: string[];
};

export const audienceOf = ({ deletedAt, published, current }: VideoItem): Audience => {
  if (deletedAt) return 'nobody';
  return published && current ? 'everyone' : 'managers';
};

export const rowOf = (item: VideoItem): Row => ({
  id: item.videoId,
  rev: item.metaRev + item.jobRev,
  updatedAt: item.updatedAt,
  audience: audienceOf(item),
  status: statusOf(item),
  created: item.createdAt,
  published: item.publishedAt ?? item.createdAt,
  title: Array.from(fold(item.title)).slice(0, titleKeyLength).join(''),
  words: wordsOf([item.title, item.description, ...item.tags].join('\n')),
  tags: item.tags,
});

/** Where a list goes on: behind the video `id`, which sorted under `key`. */
export type Place = { id: string; key: string };

/** What a list is asked for. `words` are folded; a video is wanted when each begins one of its own words. */
export type Wanted = {
  managed: boolean;
  words: string[];
  tag: string | null;
  status: VideoStatus | null;
  sort: ListVideosQuery['sort'];
  after: Place | null;
  limit: number;
};

export type Found = { places: Place[]; more: boolean };

/** What a list is sorted by. Viewers' newest was published last; ids do not tell, a dropped file's holds no time. */
export const keyName = ({ sort, managed }: Pick<Wanted, 'sort' | 'managed'>) =>
  sort === 'title' ? 'title' : managed ? 'created' : 'published';

export const placeOf = (row: Row, wanted: Wanted): Place => ({ id: row.id, key: row[keyName(wanted)] });

/** Below zero when `a` comes first. */
export function comparePlaces(a: Place, b: Place, { sort }: Wanted): number {
  const ascending = compareText(a.key, b.key) || compareText(a.id, b.id);
  return sort === 'newest' ? -ascending : ascending;
}

/** Whether a video belongs to the list at all, wherever in it. */
export const isWanted = (row: Row, { managed, words, tag, status }: Wanted): boolean =>
  (row.audience === 'everyone' || (managed && row.audience === 'managers')) &&
  words.every((word) => row.words.some((own) => own.startsWith(word))) &&
  (tag === null || row.tags.includes(tag)) &&
  (status === null || row.status === status);
