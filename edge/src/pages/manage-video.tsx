import { formatBytes } from '../../../shared/format.ts';
import type { Failure } from '../../../shared/progress.ts';
import type { Video, VideoStatus } from '../../../shared/video.ts';
import { NoPicture } from './fin.tsx';
import { type Frame, ManageTabs, NoScript, Page } from './page.tsx';
import { Player } from './player.tsx';
import { Status } from './status.tsx';
import { inProgress, qualityList } from './words.ts';

const Trouble = ({ failure }: { failure: Failure }) => (
  <section class="note bad" aria-label="What went wrong">
    <strong>{failure.message}</strong>
    <p>{failure.remedy}</p>
    <p class="small">
      Code <code>{failure.code}</code>
      {failure.detail && (
        <>
          , found by the check of <code>{failure.detail.check}</code> in <code>{failure.detail.file}</code>
        </>
      )}
    </p>
  </section>
);

const Posters = ({ video }: { video: Video }) => {
  const posters = video.posters ?? [];
  if (posters.length === 0) return null;
  return (
    <fieldset class="posters">
      <legend>Poster</legend>
      <div class="frames">
        {posters.map(({ id, url }, index) => (
          <label>
            <input
              type="radio"
              name="posterId"
              value={id}
              form="edit"
              checked={samePicture(url, video.poster?.url)}
            />
            <img
              src={url}
              alt={`Moment ${index + 1} of the video`}
              loading="lazy"
              decoding="async"
              data-gated={video.id}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** While published the poster is a copy under another name; then no frame is marked until one is chosen. */
const samePicture = (url: string, poster: string | undefined) => url === poster;

const Media = ({ video, renewInMs }: { video: Video; renewInMs: number }) => (
  <div data-part="media">
    {video.failure && <Trouble failure={video.failure} />}
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
    confirm={`Delete “${video.title}”? Its pictures and all qualities go with it. This cannot be undone.`}
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

const noQuality: Record<VideoStatus, string> = {
  uploading: 'None yet',
  queued: 'None yet',
  transcoding: 'None yet',
  ready: 'Sound only',
  failed: 'None',
};

/** A file that was never understood has neither a known size nor a known sound. */
const pictureOf = ({ width, height, hasAudio }: NonNullable<Video['source']>) =>
  width === null ? (hasAudio === null ? 'Not known' : 'None') : `${width} × ${height}`;

const SourceFacts = ({ video: { source, resolutions, status, captions, warnings = [] } }: { video: Video }) =>
  source && (
    <dl class="source">
      <dt>File</dt>
      <dd>{source.fileName}</dd>
      <dt>Size</dt>
      <dd>{formatBytes(source.sizeBytes)}</dd>
      <dt>Picture</dt>
      <dd>{pictureOf(source)}</dd>
      <dt>Qualities</dt>
      <dd>{qualityList(resolutions) || noQuality[status]}</dd>
      {captions.length > 0 && (
        <>
          <dt>Captions</dt>
          <dd>{captions.map(({ label }) => label).join(', ')}</dd>
        </>
      )}
      {warnings.length > 0 && (
        <>
          <dt>Left out</dt>
          <dd>{warnings.map(({ message }) => message).join(' ')}</dd>
        </>
      )}
    </dl>
  );

type ManageVideoProps = { frame: Frame; video: Video; etag: string | null; renewInMs: number };

/** `/admin/videos/:id`; `etag` is the one its form was filled from. */
export const ManageVideoPage = ({ frame, video, etag, renewInMs }: ManageVideoProps) => (
  <Page {...frame} title={`Edit ${video.title}`} section="manage" scripts={['watch', 'admin']}>
    <ManageTabs tab="videos" />
    <div class="heading">
      <h1 data-part="title">{video.title}</h1>
      <shark-live src={`/api/videos/${video.id}`} refresh="summary media publish">
        <Summary video={video} />
        <p class="hidden" role="status" data-news="" />
      </shark-live>
    </div>
    <NoScript what="Changing a video" />
    <div class="two">
      <div>
        <Edit video={video} etag={etag} />
        <SourceFacts video={video} />
        <Delete video={video} />
      </div>
      <Media video={video} renewInMs={renewInMs} />
    </div>
  </Page>
);
