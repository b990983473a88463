import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

const PAGES = [
  'Business',
  'Users',
  'Market',
  'Performance',
  'AI router',
  'Advisor',
  'Predictions',
  'Alerts',
  'Docs',
];

describe.skipIf(!browserPresent)('on a phone', { timeout: 60_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('all pages are reached without scrolling sideways, and the bar says where one is', async () => {
    await using person = await visit(browser, `${site.url}/alerts`, { width: 390 });
    const { page } = person;
    const bar = page.getByRole('navigation', { name: 'Pages' });
    await bar.getByRole('button', { name: /Alerts.*all pages/ }).focus();
    expect(await bar.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await page.keyboard.press('Enter');
    const sheet = page.locator('nav [popover]:popover-open');
    await sheet.waitFor();
    expect(await sheet.getByRole('link').allInnerTexts()).toEqual(PAGES);
    expect(await sheet.locator('[aria-current=page]').innerText()).toBe('Alerts');
    for (const link of await sheet.getByRole('link').all()) expect(await inSight(page, link)).toBe(true);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      expect(await violations(page, 'all', 'nav')).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await bar.getByRole('button', { name: /Alerts.*all pages/ }).press('Enter');
    await sheet.getByRole('link', { name: 'Performance' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/performance');
    await sheet.waitFor({ state: 'detached' });
    expect(await bar.locator('[aria-current=page]').innerText()).toBe('Performance');
    expect(await bar.getByRole('button').innerText()).toContain('More');
    expect(person.complaints).toEqual([]);
  });
});

/** Whether something lies wholly in the window. */
async function inSight(page: Page, link: { boundingBox: () => Promise<Box | null> }): Promise<boolean> {
  const box = await link.boundingBox();
  const window = page.viewportSize();
  if (box === null || window === null) return false;
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= window.width && box.y + box.height <= window.height;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
