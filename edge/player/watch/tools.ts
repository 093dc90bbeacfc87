import type { Chapter } from '../../../shared/moments.ts';
import { chapterAt } from './chapters.ts';
import { copyText } from './copy.ts';
import { seekTo } from './deck.ts';
import type { Help } from './help.ts';
import type { Stage } from './stage.ts';

/** A link to this page that starts at a moment. */
const linkAt = (seconds: number) => `${location.origin}${location.pathname}?t=${Math.floor(seconds)}`;

async function copyLink({ video, deck }: Stage): Promise<void> {
  const link = linkAt(video.currentTime);
  if (await copyText(link)) deck.say('Link copied');
  else prompt('The link', link);
}

/** Follows a chapter's link without loading the page again; in a new tab it works as any link. */
function followChapter(event: MouseEvent, { deck, player }: Stage): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-at]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  seekTo(deck, Number(link.dataset['at']) / 1000);
  deck.ask('mediaplayrequest');
  player.scrollIntoView({ block: 'nearest' });
}

function markChapter({ video }: Stage, chapters: readonly Chapter[]): void {
  const at = chapterAt(chapters, video.currentTime * 1000);
  for (const [index, link] of document.querySelectorAll('a[data-at]').entries())
    if (index === at) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
}

/** Makes what stands around the player on the watch page work: its two buttons and the list of chapters. */
export function wireTools(stage: Stage, chapters: readonly Chapter[], help: Help): void {
  const { video, signal } = stage;
  const tools = document.querySelector<HTMLElement>('.tools');
  if (tools) tools.hidden = false;
  const tool = (name: string, act: () => void) =>
    tools?.querySelector(`[data-tool="${name}"]`)?.addEventListener('click', act, { signal });
  tool('link', () => copyLink(stage));
  tool('keys', help.open);
  document.addEventListener('click', (event) => followChapter(event, stage), { signal });
  if (chapters.length > 0)
    video.addEventListener('timeupdate', () => markChapter(stage, chapters), { signal });
}
