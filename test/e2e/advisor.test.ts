import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('the Advisor', { timeout: 90_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('puts a symbol into words by keyboard alone, and each figure leads to its fact', async () => {
    await using person = await visit(browser, `${site.url}/advisor`);
    const { page } = person;
    const symbol = page.getByLabel('Symbol', { exact: true });
    await symbol.fill('NOPE');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(/NOPE/).waitFor();
    await symbol.fill('aab');
    await page.keyboard.press('Enter');
    const link = page.locator('#text a', { hasText: /\d/ }).first();
    await link.waitFor();
    const figure = await link.innerText();
    await link.focus();
    await page.keyboard.press('Enter');
    const row = page.locator('#facts tr', { has: page.locator(':target') });
    expect(await row.innerText()).toContain(figure);
    expect(page.url()).toContain('symbol=AAB');
    await page.locator('#indicators svg[data-chart]').waitFor();
    expect(await page.locator('#confidence dt').allInnerTexts()).toContain('Coverage');
    expect(await violations(page, 'all')).toEqual([]);
    const refusal = /status of 4/;
    expect(person.complaints.filter((complaint) => !refusal.test(complaint))).toEqual([]);
  });

  it('judges headlines and who is spoken of', async () => {
    await using person = await visit(browser, `${site.url}/advisor?tab=news`);
    const { page } = person;
    await page
      .getByLabel('Headlines, one a line')
      .fill('Apple beats profit estimates and raises its outlook\n\nBoeing shares slump after recall');
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    const rows = page.locator('#headlines tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    expect(await rows.nth(0).innerText()).toMatch(/positive \+0\.\d\d/);
    expect(await rows.nth(1).innerText()).toMatch(/negative −0\.\d\d/);
    expect(await page.locator('#entities tbody').innerText()).toContain('Apple');
    expect(await page.locator('#text a').count()).toBeGreaterThan(0);
    expect(await violations(page, 'all')).toEqual([]);
    expect(person.complaints).toEqual([]);
  });

  it('optimises pasted holdings with a proof, and says which constraints contradict each other', async () => {
    await using person = await visit(browser, `${site.url}/advisor?tab=optimise`);
    const { page } = person;
    const form = page.locator('#ask');
    await form.getByRole('button', { name: 'Paste CSV' }).click();
    const csv = form.getByLabel('Holdings as CSV');
    await csv.fill('symbol,quantity\nAAB,ten');
    await form.getByRole('button', { name: 'Use these holdings' }).click();
    await form.getByText('Line 2 is no symbol and a number').waitFor();
    await csv.fill('symbol,quantity\nAAB,100\nAAC,10\nAAD,10\nAAE,10');
    await form.getByRole('button', { name: 'Use these holdings' }).click();
    expect(await form.getByLabel('Symbol 4').inputValue()).toBe('AAE');
    await form.getByLabel('Most weight, %').fill('20');
    await form.getByRole('button', { name: 'Optimise', exact: true }).click();
    await form.getByRole('alert').getByText('/constraints').first().waitFor();
    await form.getByLabel('Most weight, %').fill('40');
    await form.getByRole('button', { name: 'Optimise', exact: true }).click();
    await page.locator('#certificate').getByText('Proved optimal').waitFor();
    const rows = page.locator('#weights tbody tr');
    expect(await rows.count()).toBe(4);
    const afters = await rows.evaluateAll((all) =>
      all.map((row) => Number.parseFloat(row.querySelectorAll('td')[2]?.textContent ?? '')),
    );
    expect(Math.max(...afters)).toBeLessThanOrEqual(40);
    await page.getByRole('img', { name: /^Efficient frontier. Before: volatility/ }).waitFor();
    expect(afters.reduce((sum, after) => sum + after, 0)).toBeCloseTo(100, 1);
    expect(await violations(page, 'all')).toEqual([]);
    const refusal = /status of 4/;
    expect(person.complaints.filter((complaint) => !refusal.test(complaint))).toEqual([]);
  });
});
