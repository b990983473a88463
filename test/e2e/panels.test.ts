import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('a panel', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  async function choose(page: Page, panel: string, item: string): Promise<void> {
    await page.getByRole('button', { name: `${panel}, menu` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  it.each([
    { path: '/market', panel: 'Sectors', ready: '#sectors [data-chart]', name: 'sectors.png' },
    { path: '/market', panel: 'Index', ready: '#index [data-chart]', name: 'index.png' },
    { path: '/market/AAB', panel: 'Price and volume', ready: '#price canvas', name: 'price.png' },
  ])('$panel is saved as a picture that shows something', async ({ path, panel, ready, name }) => {
    await using person = await visit(browser, `${site.url}${path}`, { theme: 'dark' });
    const { page } = person;
    await page.waitForSelector(ready);
    await page.waitForTimeout(300);
    const [download] = await Promise.all([page.waitForEvent('download'), choose(page, panel, 'Save as PNG')]);
    expect(download.suggestedFilename()).toBe(name);
    const picture = await readFile(await download.path());
    const { width, colours } = await looked(page, picture.toString('base64'));
    expect(width).toBeGreaterThan(400);
    // A blank picture has one colour; text and marks bring many.
    expect(colours).toBeGreaterThan(20);
    expect(person.complaints).toEqual([]);
  });

  it('saves its rows in full', async () => {
    await using person = await visit(browser, `${site.url}/market/AAB`);
    const { page } = person;
    await page.waitForSelector('#price canvas');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      choose(page, 'Price and volume', 'Save as CSV'),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).toBe('Date,Open,High,Low,Close,Volume');
    expect(lines).toHaveLength(331);
    expect(lines.at(-1)).toMatch(/^2020-08-31(?:,[\d.]+){5}$/);
  });

  it('draws only the rows in sight', async () => {
    await using person = await visit(browser, `${site.url}/market/AAB`);
    const { page } = person;
    await page.waitForSelector('#price canvas');
    await choose(page, 'Price and volume', 'View rows');
    const sheet = page.getByRole('dialog', { name: 'Price and volume' });
    await sheet.getByText('330 rows').waitFor();
    expect(await sheet.locator('tbody tr').count()).toBeLessThan(80);
    await sheet.getByRole('region', { name: /rows$/ }).press('End');
    await sheet.getByText('2020-08-31').waitFor();
  });

  it('gives a link that opens at it', async () => {
    await using person = await visit(browser, `${site.url}/market?as_of=2020-03-16`, { width: 390 });
    const { page, context } = person;
    await page.waitForSelector('#sectors [data-chart]');
    await choose(page, 'Sectors', 'Copy link');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${site.url}/market?as_of=2020-03-16#sectors`);
    const other = await context.newPage();
    await other.goto(link);
    await other.getByRole('heading', { name: 'Sectors' }).waitFor();
    await other.waitForFunction(() => {
      const top = document.getElementById('sectors')?.getBoundingClientRect().top ?? -1;
      return top >= 0 && top < window.innerHeight / 2;
    });
  });

  it('explains its figures in the words of the server', async () => {
    await using person = await visit(browser, `${site.url}/market`);
    const { page } = person;
    const answer = await fetch(`${site.url}/analytics/market/overview`);
    const { meta } = (await answer.json()) as { meta: { definitions: Record<string, string> } };
    await page.getByRole('button', { name: 'Trend, definition' }).hover();
    const hint = page.getByText(meta.definitions['market_trend'] ?? 'no definition');
    await hint.waitFor();
    await page.mouse.move(0, 600);
    await hint.waitFor({ state: 'detached' });
    expect(person.complaints).toEqual([]);
  });
});

/** Width of a picture, and how many colours are in it. */
function looked(page: Page, base64: string): Promise<{ width: number; colours: number }> {
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, picture.width, picture.height).data.buffer);
    return { width: picture.width, colours: new Set(pixels).size };
  }, base64);
}
