import { fetchPage, replaceParts } from '../parts.ts';
import type { More } from './more.ts';
import { hush, say, tell } from './say.ts';

/** Somebody who types pauses for longer when they want to read. */
const pauseMs = 150;

const lost =
  'What you typed could not be looked for. Check your connection; it is tried again when that is back.';

/** The address of what a search form holds, without its empty fields. */
export function hrefOf(fields: Iterable<[string, FormDataEntryValue]>): string {
  const filled = [...fields]
    .map(([name, value]) => [name, String(value).trim()])
    .filter(([, value]) => value);
  const query = new URLSearchParams(filled).toString();
  return query ? `/?${query}` : '/';
}

/** How much was found, or that nothing was, as the page words it. */
const outcome = () =>
  document.querySelector('[data-tally], [data-part="results"] .empty h2')?.textContent ?? 'All videos.';

/** Shows what is found while somebody types, and keeps the address true; the form does the same without script. */
export function startSearch(more: More): void {
  const form = document.querySelector<HTMLFormElement>('form[data-search]');
  const field = form?.querySelector<HTMLInputElement>('input[name="q"]');
  if (!form || !field) return;
  let asked = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = hrefOf(new URLSearchParams(location.search));

  /** False when it could not be found out. */
  async function find(href: string): Promise<boolean> {
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const page = await fetchPage(href, signal);
    if (signal.aborted) return true;
    if (!page) return false;
    shown = href;
    replaceParts(page, ['filters', 'results']);
    more.begin();
    say(outcome());
    return true;
  }

  /** Typing makes one entry of the history, however many letters. */
  async function findTyped(): Promise<boolean> {
    const href = hrefOf(new FormData(form ?? undefined));
    if (href === shown) return true;
    if (!(await find(href))) return false;
    const typed = { typed: true };
    if (history.state?.typed) history.replaceState(typed, '', shown);
    else history.pushState(typed, '', shown);
    return true;
  }

  async function findOrTell(): Promise<void> {
    if (!(await findTyped())) tell(lost);
  }

  field.addEventListener('input', () => {
    hush();
    clearTimeout(timer);
    timer = setTimeout(findOrTell, pauseMs);
  });
  addEventListener('online', findOrTell);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!(await findTyped())) form.submit();
  });
  addEventListener('popstate', async () => {
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    if (!(await find(location.href))) location.reload();
  });
}
