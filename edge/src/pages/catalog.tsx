import { formatDuration } from '../../../shared/format.ts';
import type { ListVideosQuery, VideoList, VideoSummary } from '../../../shared/video.ts';
import { Fin, NoPicture } from './fin.tsx';
import { type Frame, Page } from './page.tsx';
import { linkTo, qualityList } from './words.ts';

export type CatalogQuery = Pick<ListVideosQuery, 'q' | 'sort' | 'cursor'>;

const sorts = [
  ['newest', 'Newest'],
  ['oldest', 'Oldest'],
  ['title', 'A to Z'],
] as const;

const isTall = ({ poster }: VideoSummary) => poster !== null && poster.height > poster.width;

export const Card = ({ video }: { video: VideoSummary }) => (
  <li class="card">
    <a href={`/watch/${video.id}`}>
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
        {video.durationMs !== null && <span class="duration">{formatDuration(video.durationMs)}</span>}
      </span>
      <span class="title">{video.title}</span>
    </a>
    <span class="facts">{qualityList(video.resolutions) || 'Sound only'}</span>
  </li>
);

const Search = ({ query }: { query: CatalogQuery }) => (
  <search class="search">
    <form action="/" method="get">
      <input
        type="search"
        name="q"
        value={query.q ?? ''}
        maxlength={200}
        placeholder="Search titles"
        aria-label="Search titles"
      />
      {query.sort !== 'newest' && <input type="hidden" name="sort" value={query.sort} />}
      <button type="submit">Search</button>
    </form>
  </search>
);

const Sorts = ({ query }: { query: CatalogQuery }) => (
  <nav class="sorts" aria-label="Order">
    {sorts.map(([sort, word]) => (
      <a
        href={linkTo('/', { q: query.q, sort: sort === 'newest' ? null : sort })}
        {...(sort === query.sort ? { 'aria-current': 'true' as const } : {})}
      >
        {word}
      </a>
    ))}
  </nav>
);

const Empty = ({ query, admin }: { query: CatalogQuery; admin: boolean }) => (
  <section class="empty">
    <Fin size={64} />
    {query.q ? (
      <>
        <h2>No title holds “{query.q}”</h2>
        <p>
          Try fewer letters, or <a href="/">see everything</a>.
        </p>
      </>
    ) : (
      <>
        <h2>Nothing to watch yet</h2>
        <p>
          {admin ? (
            <>
              <a href="/admin/upload">Upload a video</a>, then publish it.
            </>
          ) : (
            'A video appears here as soon as it is published.'
          )}
        </p>
      </>
    )}
  </section>
);

/** Links to the next page and back to the first; `path` and `query` are the page's own. */
export const Paging = (props: {
  path: string;
  query: Record<string, string | null | undefined>;
  cursor: string | undefined;
  nextCursor: string | null;
  more?: string;
}) => {
  if (!props.cursor && !props.nextCursor) return null;
  return (
    <nav class="paging" aria-label="Pages">
      {props.cursor && <a href={linkTo(props.path, props.query)}>Back to the first page</a>}
      {props.nextCursor && (
        <a class="next" rel="next" href={linkTo(props.path, { ...props.query, cursor: props.nextCursor })}>
          {props.more ?? 'More videos'}
        </a>
      )}
    </nav>
  );
};

type CatalogProps = { frame: Frame; list: VideoList; query: CatalogQuery };

/** `/` for somebody who is signed in: every published video they may watch. */
export const CatalogPage = ({ frame, list, query }: CatalogProps) => (
  <Page {...frame} title="Shark" section="watch">
    <div class="heading">
      <h1>{query.q ? 'Found' : 'Videos'}</h1>
      <Search query={query} />
      <Sorts query={query} />
    </div>
    {list.videos.length > 0 ? (
      <ul class="grid">
        {list.videos.map((video) => (
          <Card video={video} />
        ))}
      </ul>
    ) : (
      <Empty query={query} admin={frame.me?.role === 'admin'} />
    )}
    <Paging
      path="/"
      query={{ q: query.q, sort: query.sort === 'newest' ? null : query.sort }}
      cursor={query.cursor}
      nextCursor={list.nextCursor}
    />
  </Page>
);
