import { formatDuration } from '../../../shared/format.ts';
import { isFinished, type Progress } from '../../../shared/position.ts';
import type { VideoSummary } from '../../../shared/video.ts';
import { NoPicture } from './fin.tsx';
import { qualityList } from './words.ts';

/** A video is called new for a week after it was published, to those who have not begun it. */
const newMs = 7 * 24 * 60 * 60 * 1000;

const isTall = ({ poster }: VideoSummary) => poster !== null && poster.height > poster.width;

const isNew = ({ publishedAt }: VideoSummary, nowMs: number) =>
  publishedAt !== null && nowMs - Date.parse(publishedAt) < newMs;

/** What somebody sees at once and hears in words. */
const Mark = ({ progress }: { progress: Progress }) => {
  const { positionMs, durationMs } = progress;
  const words = isFinished(progress)
    ? 'Watched'
    : `${Math.max(1, Math.round((positionMs / durationMs) * 100))} % watched`;
  return (
    <>
      <progress class="watched" value={positionMs} max={durationMs} aria-hidden="true" />
      <span class="hidden">{words}</span>
    </>
  );
};

export type CardProps = { video: VideoSummary; progress?: Progress | undefined; nowMs: number };

/** One video among others. `nowMs` decides what is new. */
export const Card = ({ video, progress, nowMs }: CardProps) => (
  <li class="card">
    <a href={`/watch/${video.id}`} data-preview={video.id}>
      <span class={isTall(video) ? 'picture tall' : 'picture'}>
        {video.poster ? (
          <img
            src={video.poster.url}
            width={video.poster.width}
            height={video.poster.height}
            alt=""
            loading="lazy"
            decoding="async"
            data-gated=""
          />
        ) : (
          <NoPicture label="No picture" />
        )}
        {!progress && isNew(video, nowMs) && <span class="new">New</span>}
        {video.durationMs !== null && <span class="duration">{formatDuration(video.durationMs)}</span>}
        {progress && <Mark progress={progress} />}
      </span>
      <span class="title">{video.title}</span>
    </a>
    <span class="facts">{qualityList(video.resolutions) || 'Sound only'}</span>
  </li>
);
