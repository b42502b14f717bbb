/** What axe finds on the screen, as a test prints it. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type Asked = {
  /** Only this part of the page. */
  readonly within?: string;
  /** Only these rules: a theme, say, changes nothing but the contrast. */
  readonly rules?: string[];
  /** All rules but these. */
  readonly without?: string[];
};

/** The faults, each with its places; none when the screen is sound. */
export async function axeFaults(page: Page, { within, rules, without }: Asked = {}): Promise<string[]> {
  // Half a megabyte of axe is given to a page once; what is sound is neither written down nor handed over.
  const isThere = await page.evaluate(() => 'axe' in window);
  const builder = new AxeBuilder({ page, ...(isThere ? { axeSource: ';' } : {}) });
  // The pages have no frames, so that axe needs no page of its own to put its findings together.
  builder.setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (within !== undefined) builder.include(within);
  if (rules !== undefined) builder.withRules(rules);
  if (without !== undefined) builder.disableRules(without);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}
