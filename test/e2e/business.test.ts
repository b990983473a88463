import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { dayAgo, postEvents, purchase, recordBusiness } from './support/events.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('the Business page', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('says what to do while there are no events, and its command works', async () => {
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    await page.getByText('No events yet').waitFor();
    const command = await page.getByText(/^curl -X POST/).innerText();
    const body: unknown = JSON.parse(/-d '(.*)'/s.exec(command)?.[1] ?? '');
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    await postEvents(site, [body]);
    await figure(page, 'Revenue').getByText('$49.90').waitFor();
    expect(await page.getByText('No events yet').count()).toBe(0);
    await recordBusiness(site);
  });

  it('compares a period with the one before, as the API counts it', async () => {
    await using person = await visit(browser, `${site.url}/business?range=7d`);
    const { page } = person;
    await figure(page, 'Revenue').getByText('from $').waitFor();
    const answer = (await (
      await fetch(`${site.url}/analytics/bi/revenue?start_date=${dayAgo(6)}&end_date=${dayAgo(0)}`)
    ).json()) as { revenue_analytics: { total_revenue: number; revenue_growth: number } };
    const { total_revenue: total, revenue_growth: growth } = answer.revenue_analytics;
    const shown = await figure(page, 'Revenue').innerText();
    expect(shown.replaceAll(',', '')).toContain(`$${total.toFixed(2)}`);
    expect(shown).toContain(`${growth > 0 ? '+' : '−'}${Math.abs(growth).toFixed(2)}%`);
    expect(person.complaints).toEqual([]);
  });

  it('keeps period, zone and comparison in its address, by keyboard alone', async () => {
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    await page.locator('#revenue [data-chart]').waitFor();
    const opener = page.getByRole('button', { name: /Choose a period/ });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Days begin at midnight of').focus();
    await page.keyboard.press('End');
    await page.waitForURL(/zone=/);
    const zone = await page.getByLabel('Days begin at midnight of').inputValue();
    expect(zone).not.toBe('UTC');
    await page.getByRole('checkbox', { name: /Compare/ }).focus();
    await page.keyboard.press('Space');
    await page.waitForURL(/compare=off/);
    await page.getByRole('button', { name: 'Last 90 days' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/range=90d/);
    await page.reload();
    await page.getByRole('button', { name: new RegExp(`^Last 90 days\\s*${zone}\\s*\\. Choose`) }).waitFor();
    await figure(page, 'Revenue').waitFor();
    expect(await figure(page, 'Revenue').innerText()).not.toContain('from');
  });

  it('refuses reversed days and shows the days typed', async () => {
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    await page.locator('#revenue [data-chart]').waitFor();
    await page.getByRole('button', { name: /Choose a period/ }).click();
    await page.getByLabel('First day').fill(dayAgo(2));
    await page.getByLabel('Last day').fill(dayAgo(5));
    expect(await page.getByRole('button', { name: 'The last day is before the first' }).isDisabled()).toBe(
      true,
    );
    await page.getByLabel('Last day').fill(dayAgo(1));
    await page.getByRole('button', { name: 'Show 2 days' }).click();
    await page.waitForURL(`**/business?from=${dayAgo(2)}&to=${dayAgo(1)}`);
    const cursor = page.getByRole('slider', { name: 'Revenue by day' });
    await page.waitForFunction(() => document.querySelector('#revenue input')?.getAttribute('max') === '1');
    expect(await cursor.getAttribute('aria-valuetext')).toContain('This period $');
  });

  it('zooms into the days that a drag marks', async () => {
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    const box = await page.locator('#revenue [data-chart]').boundingBox();
    if (box === null) throw new Error('the chart has no box');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
    const days = new URL(page.url()).searchParams;
    const length = (Date.parse(days.get('to') ?? '') - Date.parse(days.get('from') ?? '')) / 86_400_000;
    expect(length).toBeGreaterThan(3);
    expect(length).toBeLessThan(9);
    await page.goBack();
    await page.waitForURL('**/business');
  });

  it('moves one crosshair through all charts, by arrow keys', async () => {
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    const revenue = page.getByRole('slider', { name: 'Revenue by day' });
    const users = page.getByRole('slider', { name: 'Users by day' });
    await revenue.focus();
    const today = await revenue.getAttribute('aria-valuetext');
    expect(today).toContain('so far');
    await page.keyboard.press('ArrowLeft');
    const before = await revenue.getAttribute('aria-valuetext');
    expect(before).not.toBe(today);
    expect((await users.getAttribute('aria-valuetext'))?.split(':')[0]).toBe(before?.split(':')[0]);
  });

  it('shows a purchase within a second', async () => {
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    await figure(page, 'Revenue').getByText('$').first().waitFor();
    const postedAt = performance.now();
    await postEvents(site, [purchase('grace', 7777, new Date())]);
    await figure(page, 'Revenue')
      .getByText(/\$8,|\$9,/)
      .waitFor();
    expect(performance.now() - postedAt).toBeLessThan(1500);
    expect(person.complaints).toEqual([]);
  });

  it('gives the rows behind its figures and charts', async () => {
    await using person = await visit(browser, `${site.url}/business?range=7d`);
    const { page } = person;
    page.setDefaultTimeout(8000);
    for (const [panel, rows] of [
      ['Key figures', '12 rows'],
      ['Revenue by day', '7 rows'],
      ['Users by day', '7 rows'],
      ['Portfolio and trading', '6 rows'],
    ] as const) {
      await page.getByRole('button', { name: `${panel}, menu` }).click();
      await page.getByRole('menuitem', { name: 'View rows' }).click();
      const sheet = page.getByRole('dialog', { name: panel });
      await sheet.getByText(rows).waitFor();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Revenue by day, menu' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`revenue-${dayAgo(6)}-to-${dayAgo(0)}.csv`);
  });
});

function figure(page: Page, title: string) {
  return page.locator('#figures h3', { hasText: new RegExp(`^${title}$`) }).locator('xpath=../..');
}
