import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { recordBusiness } from './support/events.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('saved views', { timeout: 90_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false }));
    await recordBusiness(site);
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('are saved, opened with by default and deleted, by keyboard alone', async () => {
    await using person = await visit(browser, `${site.url}/business?range=7d&compare=off`);
    const { page } = person;
    await press(page, 'Views');
    await page.getByText('No view is saved yet.').waitFor();
    await page.getByLabel('Save what is shown as').focus();
    await page.keyboard.type('My week');
    await page.keyboard.press('Enter');
    await page.getByText('Saved My week.').waitFor();
    expect(
      await page.getByRole('button', { name: 'My week', exact: true }).getAttribute('aria-current'),
    ).toBe('true');
    await press(page, 'Open the page with My week');
    await page.getByText('The page opens with My week.').waitFor();
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await violations(page, 'all', '[popover]:popover-open')).toEqual([]);
    }

    await page.goto(`${site.url}/business`);
    await page.waitForURL('**/business?range=7d&compare=off');
    await page.getByRole('button', { name: /^Last 7 days/ }).waitFor();
    await page.goto(`${site.url}/business?range=90d`);
    await page.getByRole('button', { name: /^Last 90 days/ }).waitFor();
    await press(page, 'Views');
    await press(page, 'My week');
    await page.waitForURL('**/business?range=7d&compare=off');

    await press(page, 'Views');
    await press(page, 'Delete My week');
    await page.getByText('Deleted My week.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Saved views');
    await page.goto(`${site.url}/business`);
    await page.getByRole('button', { name: /^Last 30 days/ }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(person.complaints).toEqual([]);
  });

  it('can be left for the usual period, which the address then names', async () => {
    await save(site, 'business_intelligence', 'quiet', { range: '30d', compare: 'off' });
    await using person = await visit(browser, `${site.url}/business`);
    const { page } = person;
    await page.waitForURL('**/business?range=30d&compare=off');
    await press(page, 'Last 30 days UTC . Choose a period');
    await page.getByRole('checkbox', { name: /Compare/ }).check();
    await page.waitForURL('**/business?range=30d');
    await page.getByText('from $').first().waitFor();
    expect(new URL(page.url()).search).toBe('?range=30d');
  });

  it('say why they were not saved and keep the name, and belong to one page', async () => {
    await using person = await visit(browser, `${site.url}/performance?hours=6`);
    const { page, context } = person;
    await press(page, 'Views');
    const name = page.getByLabel('Save what is shown as');
    for (const refused of ['six/hours', '..', ' ']) {
      await name.fill(refused);
      expect(await name.evaluate((input: HTMLInputElement) => input.checkValidity())).toBe(false);
    }
    await name.fill('six hours');
    await context.setOffline(true);
    await press(page, 'Save');
    await page.getByRole('alert').getByText('No answer came').waitFor();
    expect(await name.inputValue()).toBe('six hours');
    await context.setOffline(false);
    await press(page, 'Save');
    await page.getByText('Saved six hours.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByRole('list').getByText('quiet').count()).toBe(0);
  });

  it('apply as soon as a key is given that has one', async () => {
    const { key } = await site.platform.access.keys.create({ name: 'reader', scopes: ['analytics:read'] });
    await save(site, 'performance', 'hour', { hours: 1 }, key);
    await using person = await visit(
      browser,
      `${site.url.replace('localhost', 'stranger.test')}/performance`,
    );
    const dialog = person.page.getByRole('dialog', { name: 'Access key' });
    await dialog.getByLabel('Key', { exact: true }).fill(key);
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    await person.page.waitForURL('**/performance?hours=1');
    const hour = person.page.getByRole('button', { name: '1 h', exact: true });
    await hour.waitFor();
    expect(await hour.getAttribute('aria-pressed')).toBe('true');
  });
});

/** Presses a button as a keyboard does. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

/** Saves a default view as another client does. */
async function save(site: Site, type: string, name: string, layout: object, key?: string): Promise<void> {
  const response = await fetch(`${site.url}/analytics/dashboards/${type}/views/${name}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ config: { layout }, is_default: true }),
  });
  if (!response.ok) throw new Error(`not saved: ${await response.text()}`);
}
