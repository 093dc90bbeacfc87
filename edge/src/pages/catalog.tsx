import type { VideoList } from '../../../shared/video.ts';
import type { Shelf } from '../watching/shelf.ts';
import { Card } from './card.tsx';
import { type CatalogQuery, Filters, listQuery, Search } from './catalog-filters.tsx';
import { Fin } from './fin.tsx';
import { type Frame, Page } from './page.tsx';
import { Paging } from './paging.tsx';

/** What was looked for, as the middle of a sentence. */
const wantedWords = ({ q, tag }: CatalogQuery) =>
  [q && `“${q}”`, tag && `the tag “${tag}”`].filter(Boolean).join(' and ');

const NothingFound = ({ query }: { query: CatalogQuery }) => (
  <>
    <h2>Nothing matches {wantedWords(query)}</h2>
    <p>
      Every word has to begin a word of a title, a description or a tag. Try fewer letters, or{' '}
      <a href="/">see everything</a>.
    </p>
  </>
);

const NothingYet = ({ admin }: { admin: boolean }) => (
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
);

const NothingMore = ({ query }: { query: CatalogQuery }) => (
  <>
    <h2>Nothing more</h2>
    <p>This is the end of the list.{wantedWords(query) && ` It was of ${wantedWords(query)}.`}</p>
  </>
);

const Empty = ({ query, admin }: { query: CatalogQuery; admin: boolean }) => (
  <section class="empty">
    <Fin size={64} />
    {query.cursor ? (
      <NothingMore query={query} />
    ) : wantedWords(query) ? (
      <NothingFound query={query} />
    ) : (
      <NothingYet admin={admin} />
    )}
  </section>
);

/** How much was found; the script says it aloud. */
const Tally = ({ query, list }: { query: CatalogQuery; list: VideoList }) => {
  const { length } = list.videos;
  const videos = length === 1 ? '1 video' : `${length} videos`;
  const isPart = list.nextCursor !== null || query.cursor !== undefined;
  return (
    <p class="tally small" data-tally>
      {isPart ? `${videos} of more` : length === 0 ? 'No video' : videos} for {wantedWords(query)}
    </p>
  );
};

type Shown = { shelf: Shelf; nowMs: number };

const Unfinished = ({ shelf, nowMs }: Shown) => (
  <section class="unfinished" aria-labelledby="unfinished">
    <h2 id="unfinished">Continue watching</h2>
    <ul class="shelf">
      {shelf.unfinished.map((video) => (
        <Card video={video} progress={shelf.progress.get(video.id)} nowMs={nowMs} />
      ))}
    </ul>
  </section>
);

type ResultsProps = Shown & { frame: Frame; list: VideoList; query: CatalogQuery };

/** What changes with the search. */
const Results = ({ frame, list, query, shelf, nowMs }: ResultsProps) => (
  <div data-part="results">
    {wantedWords(query) && list.videos.length > 0 && <Tally query={query} list={list} />}
    {shelf.unfinished.length > 0 && <Unfinished shelf={shelf} nowMs={nowMs} />}
    {shelf.unfinished.length > 0 && <h2 class="all">All videos</h2>}
    {list.videos.length > 0 || list.nextCursor ? (
      <ul class="grid" data-more-of="videos">
        {list.videos.map((video) => (
          <Card video={video} progress={shelf.progress.get(video.id)} nowMs={nowMs} />
        ))}
      </ul>
    ) : (
      <Empty query={query} admin={frame.me?.role === 'admin'} />
    )}
    <Paging path="/" query={listQuery(query)} cursor={query.cursor} nextCursor={list.nextCursor} />
  </div>
);

type CatalogProps = ResultsProps & { tags: string[] };

/** `/` for somebody who is signed in: every published video they may watch. `nowMs` decides what is new. */
export const CatalogPage = ({ tags, ...shown }: CatalogProps) => (
  <Page {...shown.frame} title="Shark" section="watch" scripts={['catalog']}>
    <div class="heading">
      <h1>Videos</h1>
      <Search query={shown.query} />
      <Filters tags={tags} query={shown.query} />
    </div>
    <p class="hidden" role="status" data-news />
    <Results {...shown} />
  </Page>
);
