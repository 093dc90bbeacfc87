import { trashDays } from '../../../../shared/trash.ts';
import type { History, VersionList } from '../../../../shared/versions.ts';
import type { Video, VideoStatus } from '../../../../shared/video.ts';
import { NoPicture } from '../fin.tsx';
import { type Frame, ManageTabs, NoScript, Page } from '../page.tsx';
import { Player } from '../player.tsx';
import { Status } from '../status.tsx';
import { inProgress } from '../words.ts';
import { Captions } from './captions.tsx';
import { Renditions, SourceFacts, Storyboard } from './details.tsx';
import { HistorySection } from './history.tsx';
import { Posters } from './pictures.tsx';
import { Trouble, Waiting } from './trouble.tsx';
import { Versions } from './versions.tsx';

const Media = ({ video, renewInMs }: { video: Video; renewInMs: number }) => (
  <div data-part="media">
    <Trouble video={video} />
    <Waiting next={video.next} />
    {video.playback ? (
      <Player video={video} renewInMs={renewInMs} />
    ) : (
      <div class="player still">
        <NoPicture label="Nothing to play yet" />
      </div>
    )}
    <Posters video={video} />
  </div>
);

const Summary = ({ video }: { video: Video }) => {
  const next = video.next && inProgress(video.next.status) ? video.next : null;
  return (
    <div
      class="summary"
      data-part="summary"
      data-state={`${video.status} ${video.next?.status ?? ''}`}
      data-moving={inProgress(video.status) || next !== null}
    >
      <Status
        title={video.title}
        status={next?.status ?? video.status}
        progressPercent={(next ?? video).progressPercent}
      />
      <span class={video.published ? 'badge on' : 'badge'}>{video.published ? 'Published' : 'Draft'}</span>
      {video.playback && <a href={`/watch/${video.id}`}>Open its page</a>}
    </div>
  );
};

const later = 'It can be published as soon as it is ready.';
const publishHint: Record<VideoStatus, string> = {
  uploading: later,
  queued: later,
  transcoding: later,
  ready: 'Everybody who can sign in sees it.',
  failed: 'Nothing was made of this file, so there is nothing to publish.',
};

const PublishedField = ({ video }: { video: Video }) => (
  <div class="field" data-part="publish">
    <label class="switch">
      <input type="checkbox" name="published" checked={video.published} disabled={video.status !== 'ready'} />
      Published
    </label>
    <p class="hint">{publishHint[video.status]}</p>
  </div>
);

const Fields = ({ video }: { video: Video }) => (
  <>
    <div class="field">
      <label for="title">Title</label>
      <input id="title" name="title" value={video.title} required maxlength={200} />
    </div>
    <div class="field">
      <label for="description">Description</label>
      <textarea id="description" name="description" rows={6} maxlength={5000}>
        {video.description}
      </textarea>
    </div>
    <div class="field">
      <label for="tags">Tags</label>
      <input
        id="tags"
        name="tags"
        data-as="list"
        value={video.tags.join(', ')}
        aria-describedby="tags-hint"
      />
      <p class="hint" id="tags-hint">
        Separate them with commas; twenty at most.
      </p>
    </div>
    <PublishedField video={video} />
  </>
);

/** `method="dialog"` sends nothing by itself: a form that its script has not reached yet stays as it is. */
const Edit = ({ video, etag }: { video: Video; etag: string | null }) => (
  <shark-form
    method="PATCH"
    action={`/api/videos/${video.id}`}
    if-match={etag ?? undefined}
    changed-only=""
    done="Saved."
    refresh="title summary publish"
  >
    <form id="edit" class="stack" method="dialog">
      <Fields video={video} />
      <p class="actions">
        <button type="submit">Save</button>
      </p>
    </form>
  </shark-form>
);

const Delete = ({ video }: { video: Video }) => (
  <shark-form
    method="DELETE"
    action={`/api/videos/${video.id}`}
    confirm={`Delete “${video.title}”? It is gone for everybody; for ${trashDays} days it can be restored from the trash.`}
    confirm-word="Delete"
    then="/admin"
  >
    <form method="dialog">
      <button type="submit" class="danger">
        Delete this video
      </button>
    </form>
  </shark-form>
);

type ManageVideoProps = {
  frame: Frame;
  video: Video;
  versions: VersionList;
  history: History;
  etag: string | null;
  renewInMs: number;
};

/** `/admin/videos/:id`; `etag` is the one its form was filled from. */
export const ManageVideoPage = ({ frame, video, versions, history, etag, renewInMs }: ManageVideoProps) => (
  <Page {...frame} title={`Edit ${video.title}`} section="manage" scripts={['watch', 'admin']}>
    <ManageTabs tab="videos" />
    <div class="heading">
      <h1 data-part="title">{video.title}</h1>
      <shark-live
        src={`/api/videos/${video.id}`}
        refresh="summary media publish versions facts history captions"
      >
        <Summary video={video} />
        <p class="hidden" role="status" data-news="" />
      </shark-live>
    </div>
    <NoScript what="Changing a video" />
    <div class="two">
      <Media video={video} renewInMs={renewInMs} />
      <div>
        <Edit video={video} etag={etag} />
        <Versions video={video} list={versions} />
        <Captions video={video} />
      </div>
    </div>
    <div data-part="facts" class="facts-of">
      <SourceFacts video={video} />
      <Renditions video={video} />
      <Storyboard video={video} />
    </div>
    <HistorySection videoId={video.id} history={history} />
    <Delete video={video} />
  </Page>
);
