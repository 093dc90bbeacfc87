import { formatDuration } from '../../../shared/format.ts';
import type { Video } from '../../../shared/video.ts';
import { NoPicture } from './fin.tsx';
import { type Frame, NoScript, Page } from './page.tsx';
import { dayOf, qualityList } from './words.ts';

const isTall = ({ renditions: [first] }: Video) => first !== undefined && first.height > first.width;

type PlayerProps = { video: Video; renewInMs: number };

/**
 * The picture that is there first; the script puts the player over it. `renewInMs` says when this document's media
 * cookies want renewing, counted from now.
 */
export const Player = ({ video, renewInMs }: PlayerProps) => (
  <shark-player
    class={isTall(video) ? 'player tall' : 'player'}
    video-id={video.id}
    src={video.playback?.hls}
    storyboard={video.storyboard?.url}
    video-title={video.title}
    sound-only={video.renditions.length === 0 ? '' : undefined}
    renew-in={renewInMs}
  >
    {video.poster ? (
      <img class="poster" src={video.poster.url} alt="" data-gated={video.published ? '' : video.id} />
    ) : (
      <NoPicture label="No picture" />
    )}
    <NoScript what="Playing a video" />
  </shark-player>
);

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

export const Tags = ({ tags }: { tags: string[] }) =>
  tags.length > 0 ? (
    <ul class="tags" aria-label="Tags">
      {tags.map((tag) => (
        <li>{tag}</li>
      ))}
    </ul>
  ) : null;

type WatchProps = { frame: Frame; video: Video; renewInMs: number };

/** `/watch/:id` */
export const WatchPage = ({ frame, video, renewInMs }: WatchProps) => (
  <Page {...frame} title={video.title} section="watch" scripts={video.playback ? ['watch'] : []}>
    <article class="watch">
      {video.playback ? (
        <Player video={video} renewInMs={renewInMs} />
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
      {video.description && <p class="description">{video.description}</p>}
      <Tags tags={video.tags} />
    </article>
  </Page>
);
