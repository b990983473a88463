import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('by keyboard alone a person can', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  /** Runs a task on the Market page; every press goes to what has the focus. */
  async function task(run: (page: Page) => Promise<void>, path = '/market'): Promise<void> {
    await using person = await visit(browser, `${site.url}${path}`);
    const { page, complaints } = person;
    await page.waitForSelector(path.startsWith('/market') ? '#gainers tbody tr, canvas' : 'main');
    await run(page);
    expect(complaints).toEqual([]);
  }

  it('find a symbol and open its page', () =>
    task(async (page) => {
      await page.keyboard.press('Control+k');
      await page.waitForFunction(() => document.activeElement?.matches('dialog input') === true);
      await page.keyboard.type('aac');
      await page.getByRole('option', { name: /AAC Holdings/, selected: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/market/AAC');
      await page.getByRole('heading', { name: 'AAC', level: 1 }).waitFor();
      expect(await page.title()).toBe('AAC · RichesReach');
    }));

  it('go from page to page', () =>
    task(async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('d');
      await page.waitForURL('**/docs/analytics');
      await page.keyboard.press('g');
      await page.keyboard.press('m');
      await page.waitForURL('**/market');
      await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor();
      expect(await page.title()).toBe('Market · RichesReach');
    }));

  it('skip the navigation', () =>
    task(async (page) => {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toContain('Skip to the page');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'main');
    }));

  it('choose a theme in the menu, and get the focus back', () =>
    task(async (page) => {
      await tabTo(page, 'Settings');
      await page.keyboard.press('Enter');
      await page.getByRole('menuitemradio', { name: 'Light' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
      await page.keyboard.press('Escape');
      expect(await focused(page)).toBe('Settings');
      await page.reload();
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    }));

  it('switch to colours that every eye tells apart', () =>
    task(async (page) => {
      const before = await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--gain'),
      );
      await tabTo(page, 'Settings');
      await page.keyboard.press('Enter');
      await page.getByRole('menuitemradio', { name: 'Light' }).waitFor();
      await page.keyboard.press('b');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.documentElement.dataset['changes'] === 'blue-orange');
      const after = await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--gain'),
      );
      expect(after).not.toBe(before);
    }));

  it('read the list of keys and close it', () =>
    task(async (page) => {
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      expect(await sheet.innerText()).toContain('Pause or resume');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }));

  it('sort a table', () =>
    task(async (page) => {
      const prices = () => page.locator('#gainers tbody td:nth-child(2)').allInnerTexts();
      await page.locator('#gainers').getByRole('button', { name: 'Price' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('#gainers th[aria-sort=descending]').innerText()).toBe('Price');
      const numbers = (await prices()).map((text) => Number(text.replaceAll(',', '')));
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
      await page.keyboard.press('Enter');
      expect(await page.locator('#gainers th[aria-sort=ascending]').count()).toBe(1);
    }));

  it('choose a session of the past and come back', () =>
    task(async (page) => {
      await tabTo(page, 'Choose a session');
      await page.keyboard.press('Enter');
      await page.getByLabel('Show the market as of').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.type('03162020');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/market?as_of=2020-03-16');
      await page.getByText('Mar 16, 2020').first().waitFor();
      await tabTo(page, 'Latest');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/market');
      expect(await page.getByRole('button', { name: /^Live/ }).count()).toBe(1);
    }));

  it('read the chart value by value', () =>
    task(async (page) => {
      const slider = page.getByRole('slider', { name: /index/ });
      await slider.focus();
      const last = await slider.getAttribute('aria-valuetext');
      await page.keyboard.press('ArrowLeft');
      const before = await slider.getAttribute('aria-valuetext');
      expect(last).toContain('Aug 31, 2020');
      expect(before).toContain('Aug 28, 2020');
      await page.keyboard.press('Home');
      expect(await slider.getAttribute('aria-valuetext')).not.toContain('2020-08');
    }));

  it('see the rows behind a chart and save them', () =>
    task(async (page) => {
      await page.getByRole('button', { name: 'Sectors, menu' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'View rows' }).waitFor();
      await page.keyboard.press('Enter');
      const sheet = page.getByRole('dialog', { name: 'Sectors' });
      await sheet.waitFor();
      await sheet.getByText('6 rows').waitFor();
      await sheet.getByRole('searchbox').focus();
      await page.keyboard.type('util');
      await sheet.getByText('1 rows').waitFor();
      await sheet.getByRole('button', { name: 'CSV' }).focus();
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      expect(download.suggestedFilename()).toBe('sectors-2020-08-31.csv');
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('Sectors, menu');
    }));

  it('turn single keys off', () =>
    task(async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('checkbox').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.waitForTimeout(200);
      expect(await page.getByRole('dialog').count()).toBe(0);
    }));
});

/** What has the focus, by its label or text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );
}

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).includes(name)) return;
  }
  throw new Error(`"${name}" is not reached by Tab`);
}
