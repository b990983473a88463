import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { dayAgo, recordBusiness } from './support/events.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('notes on charts', { timeout: 120_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite());
    await recordBusiness(site);
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(async () => {
    await site.platform.database.pool.query('DELETE FROM analytics_annotations');
  });

  async function post(path: string, body: object): Promise<void> {
    const response = await fetch(`${site.url}/analytics/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
  }
  const flags = (page: Page, name: RegExp) => page.getByRole('button', { name });
  async function livePage(path: string) {
    const person = await visit(browser, `${site.url}${path}`);
    await person.page.getByRole('button', { name: /^Live/ }).waitFor();
    await person.page.locator('[data-chart]').first().waitFor();
    return person;
  }

  it('are made where a chart is pressed, and another page shows them, their changes and their end at once', async () => {
    await using ann = await livePage('/business');
    await using bob = await livePage('/business');
    const { page } = ann;
    const chart = page.locator('#revenue [data-chart]');
    const slider = page.getByRole('slider', { name: 'Revenue by day' });
    await chart.hover({ position: { x: 300, y: 120 } });
    const pressed = (await slider.getAttribute('aria-valuetext'))?.split(':')[0];
    await chart.click({ position: { x: 300, y: 120 } });
    const added = page.getByRole('dialog', { name: 'New note' });
    const when = await added.getByLabel(/^When/).inputValue();
    expect(new Date(`${when}Z`).toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' })).toBe(
      pressed,
    );
    await added.getByLabel('What happened').fill('Prices were raised');
    await added.getByLabel(/^Tags/).fill('pricing, autumn');
    await added.getByRole('button', { name: 'Add note' }).click();
    await added.waitFor({ state: 'detached' });

    await flags(bob.page, /^Prices were raised/)
      .nth(2)
      .waitFor();
    expect(await flags(bob.page, /^Prices were raised/).count()).toBe(3);

    await flags(page, /^Prices were raised/)
      .first()
      .click();
    const list = page.getByRole('dialog', { name: 'Notes' });
    await list.getByText('autumn', { exact: true }).waitFor();
    expect(await list.getByText(/local admin$/).count()).toBe(1);
    await list.getByRole('button', { name: 'Change Prices were raised' }).click();
    const changed = page.getByRole('dialog', { name: 'Change note' });
    await changed.getByLabel('What happened').fill('Prices were lowered');
    await changed.getByLabel(/^Until/).fill(`${dayAgo(0)}T00:00`);
    await changed.getByRole('button', { name: 'Save' }).click();
    await flags(bob.page, /^Prices were lowered, .* – /)
      .first()
      .waitFor();
    expect(await bob.page.locator('#revenue [data-mark] rect').count()).toBe(1);

    await flags(page, /^Prices were lowered/)
      .first()
      .click();
    await page.getByRole('button', { name: 'Change Prices were lowered' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await flags(bob.page, /^Prices were/)
      .first()
      .waitFor({ state: 'detached' });
    expect(await bob.page.locator('[data-mark]').count()).toBe(0);
    expect([...ann.complaints, ...bob.complaints]).toEqual([]);
  });

  it('are made, read and left again by keyboard alone', async () => {
    await using person = await livePage('/business?range=7d');
    const { page } = person;
    await page.getByRole('slider', { name: 'Revenue by day' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New note' });
    await dialog.waitFor();
    expect(await dialog.getByLabel(/^When/).inputValue()).toBe(`${dayAgo(2)}T12:00`);
    await page.keyboard.type('Campaign began');
    await page.keyboard.press('Tab');
    await dialog.getByLabel(/^Tags/).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const flag = flags(page, /^Campaign began/).first();
    await flag.waitFor();
    await page.keyboard.press('Tab');
    expect(await isFocused(flag)).toBe(true);
    await page.locator('#revenue').getByText('Campaign began').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Notes' }).getByText('Campaign began').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await isFocused(flag)).toBe(true);
  });

  it('say what to do while there are none, and what is wrong with one, and keep what is typed', async () => {
    await using person = await livePage('/business');
    const { page } = person;
    await page.getByRole('button', { name: /^Notes/ }).click();
    const command = await page.getByText(/^curl .*annotations/).innerText();
    await post('annotations', JSON.parse(/-d '(.*)'/s.exec(command)?.[1] ?? '') as object);
    await page.getByRole('dialog').getByText('v3.1 deployed', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Add note' }).click();
    const dialog = page.getByRole('dialog', { name: 'New note' });
    expect(await isFocused(dialog.getByLabel('What happened'))).toBe(true);
    await dialog.getByLabel('What happened').fill('Over before it began');
    await dialog.getByLabel(/^Until/).fill(`${dayAgo(3)}T10:00`);
    await dialog.getByRole('button', { name: 'Add note' }).click();
    await dialog
      .getByText(/must be later than the start/)
      .first()
      .waitFor();
    expect(await dialog.getByLabel('What happened').inputValue()).toBe('Over before it began');
    await dialog.getByRole('checkbox', { name: 'Performance' }).check();
    await dialog.getByLabel(/^Until/).fill('');
    await dialog.getByRole('button', { name: 'Add note' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Notes\s*1$/ }).click();
    expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(1);
  });

  it('are shown by tag, as the address says', async () => {
    await post('annotations', {
      text: 'v3.1 deployed',
      tags: ['deploy'],
      starts_at: `${dayAgo(9)}T12:00:00Z`,
    });
    await post('annotations', { text: 'Campaign', tags: ['campaign'], starts_at: `${dayAgo(3)}T12:00:00Z` });
    await using person = await livePage('/business');
    const { page } = person;
    await page.getByRole('button', { name: /^Notes\s*2$/ }).click();
    await page.getByLabel('Shown here and on the charts').selectOption('deploy');
    await page.waitForURL(/notes=tag(:|%3A)deploy/);
    await page.getByRole('dialog').getByText('Campaign', { exact: true }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: /^Notes\s*deploy\s*1$/ }).click();
    await page.locator('#revenue [data-mark]').first().waitFor({ state: 'attached' });
    expect(await page.locator('#revenue [data-mark]').count()).toBe(1);
    await page.getByLabel('Shown here and on the charts').selectOption('Everything');
    await page.locator('#revenue [data-mark]').nth(1).waitFor({ state: 'attached' });
    expect(new URL(page.url()).searchParams.has('notes')).toBe(false);
  });

  it('stand beside alerts, which come by themselves and are read only', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const value = (name: string, value: number, minutes: number) => ({
      name,
      value,
      timestamp: ago(minutes),
    });
    await post('metrics', [
      value('queue_length', 1, 1),
      value('cpu_usage', 10, 50),
      value('cpu_usage', 12, 10),
    ]);
    const condition = { kind: 'threshold', metric: 'queue_length', comparison: 'above', threshold: 100 };
    await post('alerts/rules', { name: 'Queue is long', severity: 'critical', condition });
    await using person = await livePage('/performance?hours=1');
    const { page } = person;
    await post('metrics', value('queue_length', 250, 0));
    await page.locator('#machine [data-mark=critical] line').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^Notes/ }).click();
    const list = page.getByRole('listitem').filter({ hasText: 'Queue is long' });
    await list.getByText('queue_length over 60 s is 250, above 100.').waitFor();
    expect(await list.innerText()).toMatch(/firing[^]*alert[^]*critical/);
    expect(await list.getByRole('button', { name: /^Change/ }).count()).toBe(0);
    await list.getByRole('link', { name: 'Alerts' }).click();
    await page.waitForURL('**/alerts');
    expect(person.complaints).toEqual([]);
  });

  it('stand at the session they fall on, or the next one, on the index', async () => {
    await post('annotations', { text: 'Rates were cut', starts_at: '2020-08-08T18:00:00Z' });
    await post('annotations', {
      text: 'Elsewhere',
      starts_at: '2020-08-05T18:00:00Z',
      dashboards: ['performance'],
    });
    await using person = await visit(browser, `${site.url}/market?as_of=2020-08-31`);
    const { page } = person;
    const line = page.locator('#index [data-mark] line');
    await line.waitFor({ state: 'attached' });
    expect(await page.locator('[data-mark]').count()).toBe(1);
    const slider = page.getByRole('slider', { name: /^Cap-weighted index/ });
    await slider.focus();
    while (!(await slider.getAttribute('aria-valuetext'))?.startsWith('Aug 10, 2020'))
      await page.keyboard.press('ArrowLeft');
    const crosshair = page.locator('#index line[stroke-dasharray]');
    expect(await crosshair.getAttribute('x1')).toBe(await line.getAttribute('x1'));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New note' });
    expect(await dialog.getByLabel('When, America/New_York').inputValue()).toBe('2020-08-10T12:00');
    expect(person.complaints).toEqual([]);
  });

  it('are accessible and fit, at every width in both themes', async () => {
    const noon = (days: number) => `${dayAgo(days)}T12:00:00Z`;
    await post('annotations', {
      text: 'A campaign '.repeat(20),
      starts_at: noon(20),
      ends_at: noon(9),
      tags: ['campaign'],
    });
    await post('annotations', { text: 'v3.1 deployed', starts_at: noon(4) });
    await post('annotations', { text: 'v3.2 deployed', starts_at: noon(4) });
    await using person = await livePage('/business');
    const { page } = person;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const width of [390, 1440]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        // The other theme is the same page in other colours.
        const rules = colorScheme === 'light' ? 'all' : 'colours';
        const flag = flags(page, /^2: v3.2 deployed.*v3.1 deployed/).first();
        await flag.focus();
        expect(await violations(page, rules)).toEqual([]);
        await flag.click();
        await page.getByRole('dialog', { name: 'Notes' }).waitFor();
        expect(await violations(page, rules, 'dialog[open]')).toEqual([]);
        await page.getByRole('button', { name: 'Change v3.1 deployed' }).click();
        await page.getByRole('dialog', { name: 'Change note' }).waitFor();
        expect(await violations(page, rules, 'dialog[open]')).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await overflow(page)).toBe(0);
      }
    }
    expect(person.complaints).toEqual([]);
  });
});

function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate((it) => it === document.activeElement);
}

/** How many pixels the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
