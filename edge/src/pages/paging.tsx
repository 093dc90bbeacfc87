import { linkTo } from './words.ts';

type PagingProps = {
  path: string;
  query: Record<string, string | null | undefined>;
  cursor: string | undefined;
  nextCursor: string | null;
  more?: string;
};

/** Links to the next page and back to the first; `path` and `query` are the page's own. */
export const Paging = ({ path, query, cursor, nextCursor, more = 'More videos' }: PagingProps) => {
  if (!cursor && !nextCursor) return null;
  return (
    <nav class="paging" aria-label="Pages">
      {cursor && <a href={linkTo(path, query)}>Back to the first page</a>}
      {nextCursor && (
        <a class="next" rel="next" href={linkTo(path, { ...query, cursor: nextCursor })}>
          {more}
        </a>
      )}
    </nav>
  );
};
