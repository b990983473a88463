import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds, one line each. */
export async function violations(page: Page, rules: 'all' | 'colours', within = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).include(within);
  const found = await (rules === 'all' ? axe : axe.withRules(['color-contrast'])).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
