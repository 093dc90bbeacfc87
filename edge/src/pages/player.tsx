import type { Chapter } from '../../../shared/moments.ts';
import type { Video } from '../../../shared/video.ts';
import type { Watching } from '../watching/watching.ts';
import { NoPicture } from './fin.tsx';
import { NoScript } from './page.tsx';

const isTall = ({ renditions: [first] }: Video) => first !== undefined && first.height > first.width;

/** For a script: an attribute of JSON, or none where there is nothing in it. */
const listOf = (all: readonly object[]) => (all.length > 0 ? JSON.stringify(all) : undefined);

type PlayerProps = {
  video: Video;
  renewInMs: number;
  /** This request's id, for whoever reports that playing failed. */
  requestId?: string;
  chapters?: readonly Chapter[];
  /** Only where somebody watches, not where it is managed: goes on where they stopped, and to the next. */
  watching?: Watching;
};

/**
 * The picture that is there first; the script puts the player over it. `renewInMs` says when this document's media
 * cookies want renewing, counted from now.
 */
export const Player = ({ video, renewInMs, requestId, chapters = [], watching }: PlayerProps) => (
  <shark-player
    class={isTall(video) ? 'player tall' : 'player'}
    video-id={video.id}
    src={video.playback?.hls}
    storyboard={video.storyboard?.url}
    video-title={video.title}
    sound-only={video.renditions.length === 0 ? '' : undefined}
    renew-in={renewInMs}
    request-id={requestId}
    captions={listOf(video.captions)}
    chapters={listOf(chapters)}
    start-at={watching?.startMs}
    next={watching?.next ? `/watch/${watching.next.id}` : undefined}
    next-title={watching?.next?.title}
  >
    {video.poster ? (
      <img
        class="poster"
        src={video.poster.url}
        alt=""
        fetchpriority="high"
        data-gated={video.published ? '' : video.id}
      />
    ) : (
      <NoPicture label="No picture" />
    )}
    <NoScript what="Playing a video" />
  </shark-player>
);
