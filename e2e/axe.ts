import axe from 'axe-core';
import type { Page } from 'playwright-core';

const grave: axe.ImpactValue[] = ['serious', 'critical'];

/**
 * What keeps somebody from seeing, reaching or understanding something on a page, as axe-core finds it: a line each.
 * Frames are pages of their own.
 */
export async function barriersOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    'axe.run({ iframes: false, resultTypes: ["violations"] })',
  );
  return violations
    .filter(({ impact }) => grave.includes(impact ?? null))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
    );
}
