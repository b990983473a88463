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
});
