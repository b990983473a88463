import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { pageView, postEvents, recordBusiness } from './support/events.ts';
import { type Site, startSite } from './support/site.ts';

const WIDTHS = [390, 768, 1440] as const;
const THEMES = ['light', 'dark'] as const;

/** Every kind of page, and what stands on it once it is there. */
const PAGES = [
  { path: '/business', ready: '#revenue [data-chart]' },
  { path: '/users', ready: '#retention table' },
  { path: '/users?range=7d&clusters=2', ready: '#clusters dl' },
  { path: '/performance', ready: '#routes tbody tr' },
  { path: '/ai-router', ready: '#providers tbody tr' },
  { path: '/advisor', ready: '#ask form' },
  { path: '/advisor?tab=optimise', ready: '#ask form' },
  { path: '/advisor?tab=news', ready: '#ask textarea' },
  { path: '/predictions?symbol=AAB', ready: '#outlook [data-chart]' },
  { path: '/alerts', ready: '#rules tbody tr' },
  { path: '/market', ready: '#sectors [data-chart]' },
  { path: '/market?as_of=2020-03-16&active=dollars&timeframe=1w', ready: '#sectors [data-chart]' },
  { path: '/market/AAB', ready: '#price canvas' },
  { path: '/market/AAC', ready: '#indicators tbody tr' },
  { path: '/market/ZZZZ', ready: 'text=There is no symbol' },
  { path: '/docs/analytics', ready: 'text=Try it' },
  { path: '/docs/ai-router', ready: 'text=Try it' },
  { path: '/docs/platform', ready: 'text=Try it' },
  { path: '/docs/websocket', ready: 'text=A client may send' },
  { path: '/nowhere', ready: 'text=There is no page here' },
] as const;

const OVERLAY = 'dialog[open], [popover]:popover-open';

/** What a browser writes to the console by itself about an answer of 404. */
const NOT_FOUND = /^console: Failed to load resource: .*404/;

describe.skipIf(!browserPresent)('every page', { timeout: 120_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite());
    await recordBusiness(site);
    // At any hour somebody is here right now.
    await postEvents(site, [pageView('user-1', new Date())]);
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it.each(PAGES)(
    '$path is accessible, quiet and fits, at every width in both themes',
    async ({ path, ready }) => {
      await using person = await visit(browser, `${site.url}${path}`);
      const { page } = person;
      // Colours on their way from one theme to the other are nobody's choice.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme });
          await page.waitForSelector(ready);
          // The other theme is the same page in other colours.
          expect(await violations(page, theme === 'light' ? 'all' : 'colours')).toEqual([]);
          expect(await tooWide(page)).toEqual([]);
        }
      }
      expect(person.complaints.filter((complaint) => !NOT_FOUND.test(complaint))).toEqual([]);
    },
  );

  it('is served under a policy that allows nothing inline and nothing foreign', async () => {
    const response = await fetch(`${site.url}/market`, { headers: { accept: 'text/html' } });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  });

  it('keeps overlays accessible too', async () => {
    for (const theme of THEMES) {
      await using person = await visit(browser, `${site.url}/market`, { theme });
      const { page } = person;
      // What is fading in has the contrast of neither state.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.waitForSelector('text=Information Technology');
      const openers = [
        () => page.keyboard.press('Control+k'),
        () => page.keyboard.press('?'),
        () => page.getByRole('button', { name: 'Settings' }).click(),
        () => page.getByRole('button', { name: 'Sectors, menu' }).click(),
        () => page.getByRole('button', { name: /^As of/ }).click(),
        () => page.getByRole('button', { name: 'Trend, definition' }).click(),
      ];
      for (const open of openers) {
        await open();
        await page.locator(OVERLAY).first().waitFor();
        expect(await violations(page, 'all', OVERLAY)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator(OVERLAY).first().waitFor({ state: 'detached' });
      }
      expect(person.complaints).toEqual([]);
    }
  });
});

/** What makes the page wider than its window: each element that sticks out, and how far. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .map((element) => ({ element, over: element.getBoundingClientRect().right - clientWidth }))
      .filter(({ over }) => over > 0)
      .map(({ element, over }) => `${over} px: ${element.outerHTML.slice(0, 200)}`);
  });
}
