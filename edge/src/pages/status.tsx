import type { VideoStatus } from '../../../shared/video.ts';
import { statusWord } from './words.ts';

type StatusProps = { title: string; status: VideoStatus; progressPercent: number | null };

/** A status in a word, with a bar while it moves; the live list rewrites bar and per cent in place. */
export const Status = ({ title, status, progressPercent }: StatusProps) => {
  const percent = Math.round(progressPercent ?? 0);
  return (
    <span class={`status ${status}`}>
      <span class="word">{statusWord[status]}</span>
      {progressPercent !== null && (
        <>
          <span class="percent" data-percent="">
            {percent} %
          </span>
          <progress value={percent} max={100} aria-label={`${statusWord[status]}: ${title}`} />
        </>
      )}
    </span>
  );
};
