import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

/** What a browser writes to the console by itself about an answer of 401, and about plain http under a foreign name. */
const EXPECTED = /401|WebSocket connection|Cross-Origin-Opener-Policy/;

describe.skipIf(!browserPresent)('a stranger', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  let address: string;
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
    // The same server under a name that is not this machine's own, so that a key is asked for.
    address = site.url.replace('localhost', 'stranger.test');
  });
  afterAll(() => stack.disposeAsync());

  it('is asked for a key, and with it sees the market and its updates', async () => {
    const { key } = await site.platform.access.keys.create({
      name: 'stranger',
      scopes: ['market:read', 'analytics:read'],
    });
    await using person = await visit(browser, `${address}/market`);
    const { page, context } = person;
    const dialog = page.getByRole('dialog', { name: 'Access key' });
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Key', { exact: true }).fill(key);
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('#gainers tbody tr').first().waitFor();
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    expect(person.complaints.filter((complaint) => !EXPECTED.test(complaint))).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(key);
    expect(page.url()).not.toContain(key);

    const other = await context.newPage();
    await other.goto(`${address}/market`);
    await other.getByRole('dialog', { name: 'Access key' }).waitFor();
  });

  it('is told what is wrong with a key that is not known', async () => {
    await using person = await visit(browser, `${address}/market`);
    const dialog = person.page.getByRole('dialog', { name: 'Access key' });
    await dialog.getByLabel('Key', { exact: true }).fill('rr_live_nobody_0000');
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    const alert = dialog.getByRole('alert');
    await alert.waitFor();
    expect((await alert.innerText()).length).toBeGreaterThan(10);
    expect(await person.page.locator('#gainers').count()).toBe(0);
  });
});

describe.skipIf(!browserPresent)('an empty platform', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('says what to do, and shows the first quote as it comes', async () => {
    await using person = await visit(browser, `${site.url}/`);
    const { page } = person;
    await page.waitForURL('**/market');
    await page.getByText('No market data yet').waitFor();
    const command = await page.getByText(/^curl -X POST/).innerText();
    const body = /-d '(.*)'/s.exec(command)?.[1] ?? '';
    const address = /(http\S+)/.exec(command)?.[1] ?? '';
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBeLessThan(300);
    await page.getByRole('heading', { name: 'Gainers' }).waitFor();
  });
});
