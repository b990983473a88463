import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('the AI router page', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false, env: { RICHESREACH_DEMO: 'true' } }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('shows a routed request and why it went where it went, by keyboard alone', async () => {
    const response = await fetch(`${site.url}/ai/route`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ request_type: 'general_chat', prompt: 'What is a bear market?' }),
    });
    const answer = (await response.json()) as { model_used: string; request_id: string };
    await using person = await visit(browser, `${site.url}/ai-router`);
    const { page } = person;
    await expect
      .poll(
        async () => {
          await page.reload();
          await page.locator('#decisions').waitFor();
          return page.locator('#decisions').innerText();
        },
        { timeout: 15_000, interval: 1000 },
      )
      .toContain(answer.model_used);
    await page.locator('#decisions tbody button').first().focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Decision' });
    await sheet.getByText(answer.request_id).waitFor();
    expect(await sheet.locator('tbody tr').count()).toBeGreaterThan(1);
    expect(person.complaints).toEqual([]);
  });

  it('asks a prompt, sets and removes a budget, stops a provider and lets it through', async () => {
    await using person = await visit(browser, `${site.url}/ai-router`);
    const { page } = person;
    const attempt = page.locator('#try');
    await attempt.getByRole('textbox', { name: 'Prompt' }).fill('What is a bear market?');
    await attempt.getByRole('button', { name: 'Explain' }).click();
    await attempt.getByText('asked nobody').waitFor();
    expect(await attempt.textContent()).not.toContain('No model');
    await attempt.getByRole('button', { name: 'Ask' }).click();
    await attempt.getByText(/^[\d,.]+ ms/).waitFor();

    const budgets = page.locator('#budgets');
    await budgets.getByLabel('Limit, USD').fill('12.5');
    await budgets.getByRole('button', { name: 'Set budget' }).click();
    await budgets.getByRole('cell', { name: '$12.50' }).waitFor();
    await budgets.getByRole('button', { name: 'Remove the budget global per day' }).click();
    await budgets.getByText('No budget is set').waitFor();

    const providers = page.locator('#providers');
    await providers.getByRole('button', { name: 'Stop openai' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop provider openai' });
    await dialog.getByLabel('Reason').fill('a trial');
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await providers.getByText('stopped provider openai: a trial').waitFor();
    await attempt.getByRole('button', { name: 'Explain' }).click();
    await providers.getByRole('button', { name: 'Let provider openai through' }).click();
    await providers.getByRole('button', { name: 'Stop openai' }).waitFor();
    expect(person.complaints).toEqual([]);
  });
});
