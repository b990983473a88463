import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LAST_SESSION } from './support/bars.ts';
import { browserPresent, openBrowser, type Visit, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('a live page', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  let price = 1000;
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => {
    price += 10;
  });

  /** Posts a quote into the last session, as a feed would. */
  async function post(symbol: string, at: number): Promise<void> {
    const quote = { symbol, price: at, volume: 5e6, timestamp: `${LAST_SESSION}T18:00:00Z` };
    const response = await fetch(`${site.url}/analytics/market-data`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(quote),
    });
    expect(response.status).toBeLessThan(300);
  }

  async function livePage(path: string): Promise<Visit> {
    const person = await visit(browser, `${site.url}${path}`);
    await person.page.getByRole('button', { name: /^Live/ }).waitFor();
    return person;
  }

  it('shows a posted quote within a second, and flashes it once', async () => {
    await using person = await livePage('/market');
    const { page } = person;
    await page.locator('#gainers tbody tr').first().waitFor();
    await page.evaluate(() => {
      const flashes: string[] = [];
      Object.assign(window, { flashes });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          if (target instanceof HTMLElement && ['up', 'down'].includes(target.dataset['flash'] ?? '')) {
            flashes.push(`${target.textContent} ${target.dataset['flash']}`);
          }
        }
      }).observe(document.body, { attributes: true, attributeFilter: ['data-flash'], subtree: true });
    });
    await post('AAB', price);
    const postedAt = performance.now();
    await page
      .locator('#gainers')
      .getByText(`${price / 1000 >= 1 ? '1,' : ''}${String(price % 1000).padStart(3, '0')}.00`)
      .waitFor();
    expect(performance.now() - postedAt).toBeLessThan(1000);
    await page.waitForFunction(() => (window as unknown as { flashes: string[] }).flashes.length > 0);
    expect(person.complaints).toEqual([]);
  });

  it('moves the page of a symbol too: price, change and chart', async () => {
    await using person = await livePage('/market/AAC');
    const { page } = person;
    const header = page.getByRole('region', { name: 'Last session' });
    await header.waitFor();
    await post('AAC', price);
    await header
      .getByText(`1,${String(price - 1000).padStart(3, '0')}.00`, { exact: true })
      .waitFor({ timeout: 1500 });
    const spoken = await page.getByRole('slider', { name: /^Price of/ }).getAttribute('aria-valuetext');
    expect(spoken).toContain(`close 1,${String(price - 1000).padStart(3, '0')}.00`);
  });

  it('stands still while it is paused, and catches up', async () => {
    await using person = await livePage('/market');
    const { page } = person;
    await page.getByRole('button', { name: /^Live/ }).click();
    await page.getByRole('button', { name: /^Paused/ }).waitFor();
    const before = await figures(page);
    await post('AAD', price);
    await page.waitForTimeout(800);
    expect(await figures(page)).toEqual(before);
    await page.getByRole('button', { name: /^Paused/ }).click();
    await page.locator('#gainers').getByText('AAD', { exact: true }).waitFor();
  });

  it('does not move a session of the past', async () => {
    await using person = await visit(browser, `${site.url}/market?as_of=2020-06-30`);
    const { page } = person;
    await page.locator('#gainers tbody tr').first().waitFor();
    const before = await figures(page);
    await post('AAE', price);
    await page.waitForTimeout(800);
    expect(await figures(page)).toEqual(before);
    await page.getByRole('button', { name: 'Latest', exact: true }).click();
    await page.locator('#gainers').getByText('AAE', { exact: true }).waitFor();
  });

  it('keeps the last figures, marked stale, while the server fails, and recovers by itself', async () => {
    await using person = await livePage('/market');
    const { page } = person;
    await page.locator('#gainers tbody tr').first().waitFor();
    const before = await figures(page);
    await page.context().route('**/analytics/market/overview*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: '/problems/database-unavailable',
          title: 'The database does not answer',
          status: 503,
          detail: 'The database does not answer right now.',
          code: 'database-unavailable',
          request_id: 'request-of-the-test',
          retryable: true,
        }),
      }),
    );
    await post('AAF', price);
    const notice = page.getByRole('alert').filter({ hasText: 'These figures are stale' });
    await notice.waitFor();
    expect(await notice.textContent()).toContain('request-of-the-test');
    expect(await figures(page)).toEqual(before);
    await page.context().unroute('**/analytics/market/overview*');
    await notice.getByRole('button', { name: 'Try again' }).click();
    await page.locator('#gainers').getByText('AAF', { exact: true }).waitFor();
    expect(await notice.count()).toBe(0);
  });

  it('says stale once the line is down, and is live again when it is back', async () => {
    await using person = await visit(browser, `${site.url}/nowhere`);
    const { page, context } = person;
    let refuse = false;
    const open: { close(options?: { code?: number }): Promise<void> }[] = [];
    await context.routeWebSocket(/\/analytics\/dashboard\?/, (socket) => {
      if (refuse) {
        void socket.close();
        return;
      }
      open.push(socket);
      socket.connectToServer();
    });
    await page.goto(`${site.url}/market`);
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    refuse = true;
    for (const socket of open) await socket.close({ code: 1012 });
    await page.getByRole('button', { name: /^Stale.*updated \d+ s ago/ }).waitFor();
    refuse = false;
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    expect(open).toHaveLength(2);
  });

  it('takes sixty updates a second, asks for a few of them, and ends at the last', async () => {
    await using person = await livePage('/market');
    const { page } = person;
    await page.locator('#gainers tbody tr').first().waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/market/overview')) asked += 1;
    });
    const posts: Promise<void>[] = [];
    for (let step = 0; step < 120; step += 1) {
      posts.push(post('AAG', 1500 + step));
      await page.waitForTimeout(1000 / 60);
    }
    await Promise.all(posts);
    await post('AAG', 1700);
    await page.locator('#gainers').getByText('1,700.00').waitFor();
    expect(asked).toBeLessThan(40);
    expect(person.complaints).toEqual([]);
  });
});

/** The figures of the overview, as text. */
async function figures(page: Page): Promise<string> {
  const texts = await page.locator('#gainers, #breadth').allInnerTexts();
  return texts.join(' ').replaceAll(/\s+/g, ' ');
}
