import type { Page } from 'playwright-core';

/**
 * Watches the parts that a page sends to `origin`. Where a connection breaks, a part may be stored although its answer is
 * never seen: so what is begun is counted, and what is begun again after its answer came.
 */
export function watchParts(page: Page, origin: string) {
  const begun = new Set<string>();
  const arrived = new Set<string>();
  const underWay = new Set<unknown>();
  let most = 0;
  let again = 0;
  const partOf = (url: string) => {
    const { origin: asked, pathname, searchParams } = new URL(url);
    return asked === origin ? `${pathname}#${searchParams.get('partNumber')}` : null;
  };
  page.on('request', (request) => {
    const part = request.method() === 'PUT' && partOf(request.url());
    if (!part) return;
    begun.add(part);
    if (arrived.has(part)) again++;
    underWay.add(request);
    most = Math.max(most, underWay.size);
  });
  page.on('requestfailed', (request) => void underWay.delete(request));
  page.on('response', (response) => {
    const request = response.request();
    underWay.delete(request);
    const part = request.method() === 'PUT' && partOf(request.url());
    if (part && response.ok()) arrived.add(part);
  });
  return {
    /** Different parts that were begun. */
    begun: () => begun.size,
    /** Different parts that arrived, as far as the page heard of it. */
    count: () => arrived.size,
    /** How often a part was sent although it had arrived. */
    sentAgain: () => again,
    mostAtOnce: () => most,
    underWay: () => underWay.size,
    forget: () => {
      begun.clear();
      arrived.clear();
      most = 0;
      again = 0;
    },
  };
}
