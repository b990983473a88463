import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

/** Samples are taken four times a minute; the first one comes 15 s after a start. */
const SAMPLED_MS = 40_000;

describe.skipIf(!browserPresent)('the Performance page', { timeout: 90_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('is live: the first sample appears by itself, and routes are measured', async () => {
    await fetch(`${site.url}/analytics/bi/revenue`);
    await using person = await visit(browser, `${site.url}/performance`);
    const { page } = person;
    await page.locator('#now').waitFor();
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    const cpu = page.locator('#now h3', { hasText: /^CPU$/ }).locator('xpath=../..');
    await cpu.getByText(/\d%/).waitFor({ timeout: SAMPLED_MS });
    const row = page.locator('#routes tbody tr', { hasText: '/analytics/bi/revenue' });
    await row.waitFor({ timeout: SAMPLED_MS });
    expect(await row.innerText()).toMatch(/GET.*ms.*ms.*ms.*ms/s);
    expect(person.complaints).toEqual([]);
  });

  it('says why there is no figure of AWS and no replica', async () => {
    await using person = await visit(browser, `${site.url}/performance`);
    const { page } = person;
    const infrastructure = page.locator('#infrastructure');
    await infrastructure.getByText(/does not run in AWS/).waitFor();
    expect(await infrastructure.locator('dd').allInnerTexts()).toEqual(['—', '—', '—', '—']);
    const lag = page.locator('#now h3', { hasText: 'Replication lag' }).locator('xpath=../..');
    await lag.getByRole('button', { name: 'Why there is no figure' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('no replica follows this database').waitFor();
  });

  it('keeps its hours in the address, by keyboard alone', async () => {
    await using person = await visit(browser, `${site.url}/performance`);
    const { page } = person;
    await page.locator('#now').waitFor();
    await page.getByRole('button', { name: '6 h', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/performance?hours=6');
    await page.reload();
    await page.locator('#now').waitFor();
    const pressed = page.getByRole('button', { name: '6 h', exact: true });
    expect(await pressed.getAttribute('aria-pressed')).toBe('true');
    await page.goto(`${site.url}/market`);
    await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/performance');
  });
});
