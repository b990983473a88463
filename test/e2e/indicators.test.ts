import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndicatorsAnswer } from '#contracts/indicators';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('the indicators of a symbol', { timeout: 60_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('shows the latest values and their readings, and draws the one that is chosen', async () => {
    const response = await fetch(`${site.url}/analytics/market/indicators/AAB?indicators=rsi`);
    const { indicators } = (await response.json()) as IndicatorsAnswer;
    const rsi = indicators[0]?.latest['rsi'];
    await using person = await visit(browser, `${site.url}/market/AAB`);
    const panel = person.page.locator('#indicators');
    const row = panel.locator('tbody tr', { hasText: 'rsi(14)' });
    await row.waitFor();
    expect(await row.innerText()).toContain(rsi?.toFixed(2));
    expect(await row.innerText()).toContain(indicators[0]?.reading?.text);
    await panel.getByText('200 days').first().waitFor();
    await panel.getByRole('button', { name: 'MACD', exact: true }).focus();
    await person.page.keyboard.press('Enter');
    await panel.getByText('Signal', { exact: true }).first().waitFor();
    expect(await panel.getByText('200 days').count()).toBe(0);
    expect(person.complaints).toEqual([]);
  });
});
