import type { Locator } from 'playwright-core';

/** Notes every text a place on the page shows until `over`; for what passes by, like per cents. */
export async function sightings(place: Locator, over: () => Promise<boolean>): Promise<string[]> {
  const seen = new Set<string>();
  const deadline = Date.now() + 60_000;
  while (!(await over())) {
    if (Date.now() > deadline) throw new Error(`still going on after 60 s: ${[...seen].join(' | ')}`);
    const texts = await place.allInnerTexts().catch(() => []);
    for (const text of texts) seen.add(text.trim());
    await place.page().waitForTimeout(50);
  }
  return [...seen];
}

/** The different per cents in some texts. */
export const percentsIn = (texts: string[]): number[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent)))),
];
