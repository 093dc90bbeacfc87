import { formatDuration } from '../../../shared/format.ts';

type Failed = {
  /** What happened and what to do, as the page says it. */
  title: string;
  next: string;
  video: { title: string; positionMs: number };
  /** The page's address without its query: nothing that opens anything. */
  page: string;
  requestId: string | null;
  at: Date;
};

/** What to pass on when playing failed, as text: plain words, where it was, and the id that the log knows it by. */
export function reportOf({ title, next, video, page, requestId, at }: Failed): string {
  return [
    `${title}.`,
    next,
    `Video: ${video.title}, at ${video.positionMs > 0 ? formatDuration(video.positionMs) : '0:00'}`,
    `Page: ${page}`,
    `Time: ${at.toISOString()}`,
    ...(requestId ? [`Request: ${requestId}`] : []),
  ].join('\n');
}
