import type { ListVideosQuery } from '../../../shared/video.ts';
import { linkTo } from './words.ts';

export type CatalogQuery = Pick<ListVideosQuery, 'q' | 'tag' | 'sort' | 'cursor'>;

const sorts = [
  ['newest', 'Newest'],
  ['oldest', 'Oldest'],
  ['title', 'A to Z'],
] as const;

/** The page's query without what it says anyway, and without a cursor: another list begins at its beginning. */
export const listQuery = ({ q, tag, sort }: CatalogQuery) => ({
  q,
  tag,
  sort: sort === 'newest' ? null : sort,
});

const isCurrent = (yes: boolean) => (yes ? { 'aria-current': 'true' as const } : {});

/** Works without script; with it, what is found appears while typing. */
export const Search = ({ query }: { query: CatalogQuery }) => (
  <search class="search">
    <form action="/" method="get" data-search>
      <input
        type="search"
        name="q"
        value={query.q ?? ''}
        maxlength={200}
        placeholder="Titles, descriptions, tags"
        aria-label="Search titles, descriptions and tags"
        autocomplete="off"
        spellcheck={false}
      />
      {query.tag && <input type="hidden" name="tag" value={query.tag} />}
      {query.sort !== 'newest' && <input type="hidden" name="sort" value={query.sort} />}
      <button type="submit">Search</button>
    </form>
  </search>
);

const Sorts = ({ query }: { query: CatalogQuery }) => (
  <nav class="sorts" aria-label="Order">
    {sorts.map(([sort, word]) => (
      <a href={linkTo('/', listQuery({ ...query, sort }))} {...isCurrent(sort === query.sort)}>
        {word}
      </a>
    ))}
  </nav>
);

/** The most used tags, and the chosen one, which takes itself away again. */
const TagFilter = ({ tags, query }: { tags: string[]; query: CatalogQuery }) => {
  const { tag: chosen } = query;
  const shown = chosen && !tags.includes(chosen) ? [chosen, ...tags] : tags;
  if (shown.length === 0) return null;
  return (
    <nav class="chips" aria-label="Tags">
      <ul>
        {shown.map((tag) => (
          <li>
            <a
              href={linkTo('/', listQuery({ ...query, tag: tag === chosen ? undefined : tag }))}
              {...isCurrent(tag === chosen)}
            >
              {tag}
              {tag === chosen && <span class="hidden"> (chosen; show all tags)</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

export const Filters = ({ tags, query }: { tags: string[]; query: CatalogQuery }) => (
  <div class="filters" data-part="filters">
    <TagFilter tags={tags} query={query} />
    <Sorts query={query} />
  </div>
);
