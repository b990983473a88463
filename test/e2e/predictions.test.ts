import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('the predictions page', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false, env: { RICHESREACH_DEMO: 'true' } }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('shows a fan with its record for the busiest symbol, and another on request', async () => {
    await using person = await visit(browser, `${site.url}/predictions`);
    const { page } = person;
    await page.locator('#outlook svg[data-chart]').waitFor();
    expect(await page.locator('#outlook tbody tr').count()).toBe(4);
    expect(await page.locator('#outlook').innerText()).toMatch(/\d+\.\d%/);
    expect(await page.locator('#outlook svg[data-chart] path').count()).toBe(5);
    await page.locator('#models').getByText('random_walk_drift').waitFor();
    await page.getByLabel('Forecast of', { exact: false }).first().focus();
    await page.keyboard.press('Home');
    const symbol = await page.getByLabel('Symbol', { exact: true }).inputValue();
    expect(page.url()).toContain('/predictions');
    await page.getByLabel('Symbol', { exact: true }).fill('NOSUCH');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('NOSUCH', { exact: false }).first().waitFor();
    expect(page.url()).toContain('symbol=NOSUCH');
    await page.goBack();
    await page.getByText(`${symbol}, one week ahead`).waitFor();
    expect(person.complaints.filter((complaint) => !/status of 404/.test(complaint))).toEqual([]);
  });

  it('takes what people say of an anomaly', async () => {
    const found = () => site.platform.database.pool.query('SELECT FROM anomalies');
    // The incidents of the demo.
    await expect.poll(async () => (await found()).rowCount, { timeout: 30_000 }).toBeGreaterThan(0);
    await using person = await visit(browser, `${site.url}/predictions`);
    const panel = person.page.locator('#anomalies');
    await panel
      .getByRole('button', { name: /was expected$/ })
      .first()
      .click();
    await panel.getByRole('cell', { name: 'expected', exact: true }).first().waitFor();
    expect(person.complaints).toEqual([]);
  });
});
