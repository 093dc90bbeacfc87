import type { Page } from 'playwright-core';

/** More stops than any page of a journey has. */
const mostStops = 80;

/** Runs in the page: null where nothing has the focus, else why it cannot be seen there, or nothing. */
function lookAtFocus(): string | null {
  type Tree = Document | ShadowRoot;
  const deepest = (of: (tree: Tree) => Element | null, tree: Tree = document): Element | null => {
    const found = of(tree);
    const inner = found?.shadowRoot && deepest(of, found.shadowRoot);
    return inner && inner !== found ? inner : found;
  };
  const around = function* (element: Element | null) {
    for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null)
      yield node;
  };
  const active = deepest((tree) => tree.activeElement);
  if (!active || active === document.body) return null;
  const isClipped = getComputedStyle(active).clipPath !== 'none';
  const element = (isClipped && active.closest('label')) || active;
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = deepest((tree) => tree.elementFromPoint(left + width / 2, top + height / 2));
  const hosts = [...around(element)].flatMap((node) => (node instanceof ShadowRoot ? [node.host] : []));
  const hasRing = [element, ...hosts].some((one) => {
    const { outlineStyle, boxShadow } = getComputedStyle(one);
    return outlineStyle !== 'none' || boxShadow.includes('inset');
  });
  if (!hasRing) return ', without a ring';
  return [...around(hit)].includes(element) ? '' : ', hidden';
}

/**
 * Tabs from where the focus is to the end of a page: role and name of all that takes it, in order. What cannot be seen
 * while it has the focus, because it lacks a ring or is behind or outside of something, is said to be so.
 */
export async function tabThrough(page: Page): Promise<string[]> {
  const stops: string[] = [];
  while (stops.length < mostStops) {
    await page.keyboard.press('Tab');
    const flaw = await page.evaluate(lookAtFocus);
    if (flaw === null) return stops;
    const [line = ''] = (await page.locator(':focus').last().ariaSnapshot()).split('\n');
    stops.push(`${/\w+ ".*?"/.exec(line)?.[0] ?? line}${flaw}`);
  }
  throw new Error(`the focus does not come to an end: ${stops.join(' · ')}`);
}
