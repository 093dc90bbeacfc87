import type { Page } from 'playwright-core';

/** Watches the parts that a page sends to `origin`: how often each arrived, and how many were under way at once. */
export function watchParts(page: Page, origin: string) {
  const arrived = new Map<string, number>();
  const underWay = new Set<unknown>();
  let most = 0;
  const partOf = (url: string) => {
    const { origin: asked, pathname, searchParams } = new URL(url);
    return asked === origin ? `${pathname}#${searchParams.get('partNumber')}` : null;
  };
  page.on('request', (request) => {
    if (request.method() !== 'PUT' || !partOf(request.url())) return;
    underWay.add(request);
    most = Math.max(most, underWay.size);
  });
  page.on('requestfailed', (request) => void underWay.delete(request));
  page.on('response', (response) => {
    const request = response.request();
    underWay.delete(request);
    const part = request.method() === 'PUT' && partOf(request.url());
    if (part && response.ok()) arrived.set(part, (arrived.get(part) ?? 0) + 1);
  });
  return {
    /** Parts that arrived. */
    count: () => arrived.size,
    /** How often the part arrived that arrived most often. */
    mostOften: () => Math.max(0, ...arrived.values()),
    mostAtOnce: () => most,
    underWay: () => underWay.size,
    forget: () => {
      arrived.clear();
      most = 0;
    },
  };
}
