import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('the users page', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false, env: { RICHESREACH_DEMO: 'true' } }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  it('counts a funnel that is built there as the API does, and says what is wrong with one', async () => {
    await using person = await visit(browser, `${site.url}/users`);
    const { page } = person;
    const funnel = page.locator('#funnel');
    await funnel.getByRole('button', { name: 'Remove step 1' }).click();
    await funnel.getByLabel('Step 1', { exact: true }).fill('page_view');
    await funnel.getByRole('button', { name: 'Count' }).click();
    await funnel.locator('tbody tr').nth(1).waitFor();
    const response = await fetch(`${site.url}/analytics/users/funnel`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        steps: [{ event_type: 'page_view' }, { event_type: 'premium_upgrade' }],
        window_seconds: 604_800,
      }),
    });
    const { funnel: counted } = (await response.json()) as { funnel: { steps: { users: number }[] } };
    const shown = await funnel.locator('tbody tr').first().innerText();
    expect(shown).toContain(counted.steps[0]?.users.toLocaleString('en-US'));
    await funnel.getByLabel('Window, days').fill('0');
    await funnel.getByRole('button', { name: 'Count' }).click();
    await funnel.getByText('/window_seconds').first().waitFor();
    expect(person.complaints.filter((complaint) => !/status of 422/.test(complaint))).toEqual([]);
  });

  it('shows segments, retention by the cohort asked for, and paths', async () => {
    await using person = await visit(browser, `${site.url}/users`);
    const { page } = person;
    await page.locator('#segments svg[data-chart]').waitFor();
    await page.locator('#paths tbody tr').first().waitFor();
    const weeks = await page.locator('#retention tbody tr').count();
    await page.locator('#retention').getByRole('button', { name: 'Month' }).click();
    await page.locator('#retention').getByText('Month 0').waitFor();
    expect(await page.locator('#retention tbody tr').count()).toBeLessThan(weeks);
    expect(person.complaints).toEqual([]);
  });
});
