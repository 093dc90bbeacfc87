import { formatDuration } from '../../../shared/format.ts';
import {
  type VideoList,
  type VideoStatus,
  type VideoSummary,
  videoStatusSchema,
} from '../../../shared/video.ts';
import { Fin, NoPicture } from './fin.tsx';
import { type Frame, ManageTabs, Page } from './page.tsx';
import { Paging } from './paging.tsx';
import { Status } from './status.tsx';
import { inProgress, linkTo, minuteOf, qualityList, statusWord } from './words.ts';

/** What the list is asked for; the live element asks the API the same. */
export type ManageQuery = {
  status?: VideoStatus | undefined;
  cursor?: string | undefined;
  q?: string | undefined;
};

const isCurrent = (yes: boolean) => (yes ? { 'aria-current': 'true' as const } : {});

const Filters = ({ status }: { status: VideoStatus | undefined }) => (
  <nav class="sorts" aria-label="Status">
    <a href="/admin" {...isCurrent(status === undefined)}>
      All
    </a>
    {videoStatusSchema.options.map((option) => (
      <a href={linkTo('/admin', { status: option })} {...isCurrent(status === option)}>
        {statusWord[option]}
      </a>
    ))}
  </nav>
);

/** A draft's pictures open to its own cookie only, so a list of many shows those of published ones. */
const Thumbnail = ({ video }: { video: VideoSummary }) =>
  video.published && video.poster ? (
    <img src={video.poster.url} alt="" loading="lazy" decoding="async" data-gated="" />
  ) : (
    <NoPicture label="" />
  );

const factsOf = ({ durationMs, resolutions }: VideoSummary) =>
  [durationMs === null ? '' : formatDuration(durationMs), qualityList(resolutions)]
    .filter(Boolean)
    .join(' · ');

export const Row = ({ video }: { video: VideoSummary }) => (
  <li
    class="row"
    data-id={video.id}
    data-state={`${video.status} ${video.updatedAt}`}
    data-moving={inProgress(video.status)}
  >
    <span class="picture">
      <Thumbnail video={video} />
    </span>
    <span class="name">
      <a href={`/admin/videos/${video.id}`}>{video.title}</a>
      <span class="facts">{factsOf(video)}</span>
    </span>
    <Status {...video} />
    <span class={video.published ? 'badge on' : 'badge'}>{video.published ? 'Published' : 'Draft'}</span>
    <time class="small" datetime={video.updatedAt}>
      {minuteOf(video.updatedAt)}
    </time>
  </li>
);

const Empty = ({ status }: { status: VideoStatus | undefined }) => (
  <section class="empty">
    <Fin size={64} />
    {status ? (
      <>
        <h2>No video is “{statusWord[status]}”</h2>
        <p>
          <a href="/admin">Show all videos</a>
        </p>
      </>
    ) : (
      <>
        <h2>Nothing uploaded yet</h2>
        <p>
          <a class="button" href="/admin/upload">
            Upload the first one
          </a>
        </p>
      </>
    )}
  </section>
);

type ManageVideosProps = { frame: Frame; list: VideoList; query: ManageQuery };

/** `/admin` */
export const ManageVideosPage = ({ frame, list, query }: ManageVideosProps) => (
  <Page {...frame} title="Manage videos" section="manage" scripts={['admin']}>
    <ManageTabs tab="videos" />
    <div class="heading">
      <h1>Videos</h1>
      <Filters status={query.status} />
      <a class="button" href="/admin/upload">
        Upload
      </a>
    </div>
    <shark-live src={linkTo('/api/videos', query)}>
      <div data-part="videos">
        {list.videos.length > 0 ? (
          <ul class="rows videos">
            {list.videos.map((video) => (
              <Row video={video} />
            ))}
          </ul>
        ) : (
          <Empty status={query.status} />
        )}
      </div>
      <p class="hidden" role="status" data-news="" />
    </shark-live>
    <Paging
      path="/admin"
      query={{ status: query.status, q: query.q }}
      cursor={query.cursor}
      nextCursor={list.nextCursor}
    />
  </Page>
);
