import type { Video } from '../../../../shared/video.ts';
import { minuteOf } from '../words.ts';

/** What went wrong, what to do, and a button that does it. */
export const Trouble = ({ video }: { video: Video }) => {
  const { failure } = video;
  if (!failure) return null;
  return (
    <section class="note bad" aria-label="What went wrong">
      <strong>{failure.message}</strong>
      <p>{failure.remedy}</p>
      {video.playback && <p>The version before it still plays.</p>}
      <div class="actions">
        {failure.retryable && (
          <shark-form
            method="POST"
            action={`/api/videos/${video.id}/retry`}
            done="It is tried again."
            refresh="summary media versions history"
          >
            <form method="dialog">
              <button type="submit">Try again</button>
            </form>
          </shark-form>
        )}
        <a class="button quiet" href={`/admin/videos/${video.id}/original`}>
          Download the original
        </a>
      </div>
      <p class="small">
        Code <code>{failure.code}</code>
        {failure.detail && (
          <>
            , found by the check of <code>{failure.detail.check}</code>
            {failure.detail.file && (
              <>
                {' '}
                in <code>{failure.detail.file}</code>
              </>
            )}
          </>
        )}
      </p>
    </section>
  );
};

/** Says when an attempt that failed by chance is repeated by itself. */
export const Waiting = ({ next }: { next: Video['next'] }) =>
  next?.retryAt ? (
    <p class="note">
      The last attempt failed for a reason that may pass. It is tried again by itself at{' '}
      <time datetime={next.retryAt}>{minuteOf(next.retryAt)}</time>.
    </p>
  ) : null;
