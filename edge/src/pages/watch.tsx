import { formatDuration } from '../../../shared/format.ts';
import { type Chapter, readChapters } from '../../../shared/moments.ts';
import type { Video, VideoSummary } from '../../../shared/video.ts';
import type { Watching } from '../watching/watching.ts';
import { NoPicture } from './fin.tsx';
import { type Frame, Page } from './page.tsx';
import { Player } from './player.tsx';
import { dayOf, linkTo, qualityList } from './words.ts';

const Facts = ({ video }: { video: Video }) => (
  <ul class="facts">
    {video.durationMs !== null && <li>{formatDuration(video.durationMs)}</li>}
    <li>{qualityList(video.resolutions) || 'Sound only'}</li>
    <li>
      <time datetime={video.createdAt}>{dayOf(video.createdAt)}</time>
    </li>
    {!video.published && <li class="badge">Draft</li>}
  </ul>
);

/** Each leads to what else carries it. */
const Tags = ({ tags }: { tags: string[] }) =>
  tags.length > 0 ? (
    <ul class="tags" aria-label="Tags">
      {tags.map((tag) => (
        <li>
          <a href={linkTo('/', { tag })}>{tag}</a>
        </li>
      ))}
    </ul>
  ) : null;

/** What the script makes work; it shows them. */
const Tools = () => (
  <p class="tools" hidden>
    <button type="button" class="quiet" data-tool="link">
      Copy link at this time
    </button>
    <button type="button" class="quiet" data-tool="keys">
      Keyboard
    </button>
  </p>
);

/** Links that work without script too: they load the page at that moment. */
const Chapters = ({ chapters }: { chapters: readonly Chapter[] }) => (
  <section class="chapters">
    <h2 id="chapters">Chapters</h2>
    <ol aria-labelledby="chapters">
      {chapters.map(({ startMs, title }) => (
        <li>
          <a href={`?t=${startMs / 1000}`} data-at={startMs}>
            <span class="at">{startMs === 0 ? '0:00' : formatDuration(startMs)}</span> {title}
          </a>
        </li>
      ))}
    </ol>
  </section>
);

const Next = ({ video }: { video: VideoSummary }) => (
  <section class="next-video">
    <h2>Next</h2>
    <a href={`/watch/${video.id}`} data-next>
      <span class="picture">
        {video.poster ? (
          <img src={video.poster.url} alt="" loading="lazy" decoding="async" data-gated="" />
        ) : (
          <NoPicture label="No picture" />
        )}
        {video.durationMs !== null && <span class="duration">{formatDuration(video.durationMs)}</span>}
      </span>
      <span class="title">{video.title}</span>
    </a>
  </section>
);

type WatchProps = {
  frame: Frame;
  video: Video;
  renewInMs: number;
  requestId: string;
  watching: Watching;
};

/** `/watch/:id` */
export const WatchPage = ({ frame, video, renewInMs, requestId, watching }: WatchProps) => {
  const { chapters, rest } = readChapters(video.description, video.durationMs);
  const { next } = watching;
  return (
    <Page {...frame} title={video.title} section="watch" scripts={video.playback ? ['watch'] : []}>
      <article class="watch">
        {video.playback ? (
          <Player {...{ video, renewInMs, requestId, chapters, watching }} />
        ) : (
          <p class="note">This video cannot be played yet. It is still being made.</p>
        )}
        <div class="about">
          <h1>{video.title}</h1>
          {frame.me?.role === 'admin' && (
            <a class="edit" href={`/admin/videos/${video.id}`}>
              Edit
            </a>
          )}
        </div>
        <Facts video={video} />
        {video.playback && <Tools />}
        <div class="below">
          <div class="text">
            {rest && <p class="description">{rest}</p>}
            <Tags tags={video.tags} />
            {chapters.length > 0 && <Chapters chapters={chapters} />}
          </div>
          {next && <Next video={next} />}
        </div>
      </article>
    </Page>
  );
};
