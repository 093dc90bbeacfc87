import type { Spend } from '../../../shared/spend.ts';
import { type VideoList, type VideoStatus, videoStatusSchema } from '../../../shared/video.ts';
import { BulkBar } from './bulk-bar.tsx';
import { Fin } from './fin.tsx';
import { type Frame, ManageTabs, Page } from './page.tsx';
import { Paging } from './paging.tsx';
import { SpendMeter } from './spend-meter.tsx';
import { VideoRow } from './video-row.tsx';
import { linkTo, statusWord } from './words.ts';

/** What the list is asked for; the live element asks the API the same. */
export type ManageQuery = {
  status?: VideoStatus | undefined;
  cursor?: string | undefined;
  q?: string | undefined;
};

const isCurrent = (yes: boolean) => (yes ? { 'aria-current': 'true' as const } : {});

const Filters = ({ query: { status, q } }: { query: ManageQuery }) => (
  <nav class="sorts" aria-label="Status">
    <a href={linkTo('/admin', { q })} {...isCurrent(status === undefined)}>
      All
    </a>
    {videoStatusSchema.options.map((option) => (
      <a href={linkTo('/admin', { q, status: option })} {...isCurrent(status === option)}>
        {statusWord[option]}
      </a>
    ))}
  </nav>
);

const Search = ({ query: { status, q } }: { query: ManageQuery }) => (
  <search class="search">
    <form action="/admin" method="get">
      <input
        type="search"
        name="q"
        value={q ?? ''}
        maxlength={200}
        placeholder="Titles, descriptions, tags"
        aria-label="Search titles, descriptions and tags"
        autocomplete="off"
        spellcheck={false}
      />
      {status && <input type="hidden" name="status" value={status} />}
      <button type="submit">Search</button>
    </form>
  </search>
);

const nothingOf = ({ status, q }: ManageQuery) => {
  if (q) return `Nothing ${status ? `that is “${statusWord[status]}” ` : ''}matches “${q}”`;
  return status ? `No video is “${statusWord[status]}”` : 'Nothing uploaded yet';
};

const Empty = ({ query }: { query: ManageQuery }) => (
  <section class="empty">
    <Fin size={64} />
    <h2>{nothingOf(query)}</h2>
    <p>
      {query.q || query.status ? (
        <a href="/admin">Show all videos</a>
      ) : (
        <a class="button" href="/admin/upload">
          Upload the first one
        </a>
      )}
    </p>
  </section>
);

const Videos = ({ videos }: Pick<VideoList, 'videos'>) => (
  <table class="videos">
    <thead>
      <tr>
        <td class="choice" />
        <th scope="col">Video</th>
        <th scope="col">Status</th>
        <th scope="col">Shown</th>
        <th scope="col">Cost</th>
        <th scope="col">Changed</th>
      </tr>
    </thead>
    <tbody>
      {videos.map((video) => (
        <VideoRow video={video} />
      ))}
    </tbody>
  </table>
);

type ManageVideosProps = { frame: Frame; list: VideoList; spend: Spend; query: ManageQuery };

/** `/admin` */
export const ManageVideosPage = ({ frame, list, spend, query }: ManageVideosProps) => (
  <Page {...frame} title="Manage videos" section="manage" scripts={['admin']}>
    <ManageTabs tab="videos" />
    <div class="heading">
      <h1>Videos</h1>
      <Search query={query} />
      <a class="button" href="/admin/upload">
        Upload
      </a>
    </div>
    <div class="above">
      <Filters query={query} />
      <SpendMeter spend={spend} />
    </div>
    <shark-bulk>
      <BulkBar />
      <progress aria-label="Videos done" hidden />
      <div class="outcome" role="status" tabindex={-1} />
      <shark-live src={linkTo('/api/videos', query)} refresh="videos spend">
        <div data-part="videos">
          {list.videos.length > 0 ? <Videos videos={list.videos} /> : <Empty query={query} />}
        </div>
        <p class="hidden" role="status" data-news="" />
      </shark-live>
    </shark-bulk>
    <Paging
      path="/admin"
      query={{ status: query.status, q: query.q }}
      cursor={query.cursor}
      nextCursor={list.nextCursor}
    />
  </Page>
);
