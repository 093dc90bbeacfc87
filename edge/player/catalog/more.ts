import { fetchPage } from '../parts.ts';
import { say } from './say.ts';

/** The next page is fetched when its link comes this near. */
const nearPx = 800;

const nextLink = () => document.querySelector<HTMLAnchorElement>('.paging .next');

/** What was shown of the list when somebody left the page: pages of it, and how far down, in CSS pixels. */
type Left = { pages: number; top: number };

/** Nothing for whoever comes by a link: they find the beginning. */
function readLeft(): Left | null {
  const [how] = performance.getEntriesByType('navigation');
  const isBack = how instanceof PerformanceNavigationTiming && how.type === 'back_forward';
  const { pages, top }: Partial<Left> = (isBack && history.state) || {};
  return typeof pages === 'number' && typeof top === 'number' ? { pages, top } : null;
}

/** Puts the next page's cards behind those shown, and its link in the place of this one; the cards, or null. */
function append(link: HTMLAnchorElement, page: Document): Element[] | null {
  const grid = document.querySelector('[data-more-of]');
  const paging = link.closest('.paging');
  if (!grid || !paging) return null;
  const cards = [...page.querySelectorAll('[data-more-of] > *')];
  grid.append(...cards.map((card) => document.adoptNode(card)));
  const next = page.querySelector<HTMLAnchorElement>('.paging .next');
  if (next) link.replaceWith(document.adoptNode(next));
  else paging.remove();
  return cards;
}

/** The link to the next page loads it into this one: when it comes near, or when it is followed. */
export function startMore() {
  let pages = 1;
  let loading = false;
  const observer = new IntersectionObserver(
    (entries) => void (entries.some(({ isIntersecting }) => isIntersecting) && load()),
    { rootMargin: `${nearPx}px 0px` },
  );
  const watch = () => {
    observer.disconnect();
    const link = nextLink();
    if (link) observer.observe(link);
  };

  /** The cards that came; null when none could be had, or the list is another by now. */
  async function load(): Promise<Element[] | null> {
    const link = nextLink();
    if (!link || loading) return null;
    loading = true;
    const page = await fetchPage(link.href);
    loading = false;
    const cards = page && link.isConnected ? append(link, page) : null;
    if (!cards) return null;
    pages++;
    say(
      `${cards.length} more ${cards.length === 1 ? 'video' : 'videos'}.${nextLink() ? '' : ' That is all.'}`,
    );
    watch();
    return cards;
  }

  async function follow(link: HTMLAnchorElement): Promise<void> {
    const cards = await load();
    if (cards) cards[0]?.querySelector('a')?.focus();
    else if (link.isConnected) location.assign(link.href);
  }

  /** Whoever comes back from a video finds the list as they left it. */
  async function restore({ pages: wanted, top }: Left): Promise<void> {
    while (pages < wanted && (await load()));
    scrollTo({ top, behavior: 'instant' });
  }

  document.addEventListener('click', (event) => {
    const { target, ctrlKey, metaKey, shiftKey } = event;
    const link = target instanceof Element && target.closest<HTMLAnchorElement>('.paging .next');
    if (!link || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    follow(link);
  });
  addEventListener('pagehide', () => {
    if (pages > 1) history.replaceState({ ...history.state, pages, top: scrollY }, '');
  });
  const left = readLeft();
  if (left) restore(left);
  else watch();
  return {
    /** Another list has taken the place of this one. */
    begin() {
      pages = 1;
      watch();
    },
  };
}
export type More = ReturnType<typeof startMore>;
