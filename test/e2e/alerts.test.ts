import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

const OVERLAY = 'dialog[open]';

describe.skipIf(!browserPresent)('the alerts page', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  async function post(path: string, body: object): Promise<void> {
    const response = await fetch(`${site.url}/analytics${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
  }
  const record = (value: number, name = 'queue_length') =>
    post('/metrics', { name, value, metric_type: 'gauge', labels: {} });

  it('makes a rule, shows its alert as the value comes in, and acknowledges it', async () => {
    await record(1);
    await using person = await visit(browser, `${site.url}/alerts`);
    const { page } = person;
    await page.locator('#rules').getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog', { name: 'New rule' });
    await dialog.getByLabel('Name', { exact: true }).fill('Queue is long');
    await dialog.getByLabel('Metric', { exact: true }).fill('queue_lenght');
    await dialog.getByLabel('Threshold', { exact: true }).fill('100');
    await dialog.getByRole('button', { name: 'Make rule' }).click();
    await dialog.getByText('like it are queue_length').waitFor();
    await dialog.getByLabel('Metric', { exact: true }).fill('queue_length');
    const preview = dialog.getByRole('region', { name: 'Preview' });
    await preview.getByRole('button', { name: 'When would it have fired?' }).click();
    await preview.getByText('It would not have fired in the last 24 hours.').waitFor();
    await dialog.getByLabel('Threshold', { exact: true }).fill('0.5');
    await preview.getByText('It would not have fired').waitFor({ state: 'detached' });
    await preview.getByRole('button', { name: '7 days' }).click();
    await preview.getByRole('button', { name: 'When would it have fired?' }).click();
    await preview.getByRole('img', { name: /^It would have fired once in the last 7 days/ }).waitFor();
    expect(await violations(page, 'all', OVERLAY)).toEqual([]);
    await dialog.getByLabel('Threshold', { exact: true }).fill('100');
    await dialog.getByRole('button', { name: 'Make rule' }).click();
    await page.locator('#rules').getByText('queue_length above 100 within 60 s').waitFor();

    await page.getByRole('button', { name: 'When would it have fired? Queue is long' }).click();
    const past = page.getByRole('dialog', { name: 'Queue is long' });
    await past.getByRole('button', { name: 'When would it have fired?' }).click();
    await past.getByText('Now: queue_length over 60 s is 1, not above 100.').waitFor();
    await past.getByRole('button', { name: 'Close' }).click();

    const webhooks = page.getByLabel('Webhooks of Queue is long', { exact: true });
    await webhooks.selectOption('Mute 8 h');
    await page.locator('#rules').getByText('Webhooks hear nothing until').waitFor();
    await webhooks.selectOption('Told');
    await page.locator('#rules').getByText('Webhooks hear nothing until').waitFor({ state: 'detached' });

    await record(250);
    const alerts = page.locator('#alerts');
    await alerts.getByText('queue_length over 60 s is 250, above 100.').waitFor();
    await alerts.getByRole('button', { name: 'Acknowledge Queue is long' }).click();
    await alerts.getByRole('cell', { name: /^local admin/i }).waitFor();
    const refusal = /status of 422/;
    expect(person.complaints.filter((complaint) => !refusal.test(complaint))).toEqual([]);
  });

  it('shows what became of each delivery, and sends one again', async () => {
    await site.platform.database.pool.query(
      `INSERT INTO alert_webhooks (url, secret, min_severity) VALUES ('https://127.0.0.1:1/hook', 'secret', 'info')`,
    );
    const rule = {
      name: 'Pool is empty',
      severity: 'warning',
      condition: { kind: 'absence', metric: 'pool_size', after_seconds: 5 },
    };
    await record(1, 'pool_size');
    await post('/alerts/rules', rule);
    await using person = await visit(browser, `${site.url}/alerts`);
    const { page } = person;
    await page.locator('#alerts').getByText('Pool is empty').first().waitFor();
    await page.getByRole('button', { name: 'Show deliveries to https://127.0.0.1:1/hook' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deliveries' });
    await dialog
      .getByText(/attempts?, the last/)
      .first()
      .waitFor();
    await dialog.getByText('private or reserved').first().waitFor();
    expect(await violations(page, 'all', OVERLAY)).toEqual([]);
    await dialog.getByRole('button', { name: 'Redeliver alert.fired of Pool is empty' }).click();
    await dialog.getByText('waiting', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Given up' }).click();
    await dialog.getByText('There is none of this kind.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Delete https://127.0.0.1:1/hook' }).click();
    await page.locator('#webhooks').getByText('Alerts are sent nowhere yet.').waitFor();
    expect(person.complaints).toEqual([]);
  });

  it('refuses a webhook into a private network and says why', async () => {
    await using person = await visit(browser, `${site.url}/alerts`);
    const webhooks = person.page.locator('#webhooks');
    await webhooks.getByLabel('Address').fill('https://169.254.169.254/latest');
    await webhooks.getByRole('button', { name: 'Add webhook' }).click();
    await webhooks.getByText('is a private or reserved address').first().waitFor();
    await webhooks.getByLabel('Address').fill('https://hooks.example.com/alerts');
    await webhooks.getByRole('button', { name: 'Add webhook' }).click();
    await webhooks.getByText('whsec_').waitFor();
    await webhooks.getByRole('button', { name: 'Delete https://hooks.example.com/alerts' }).click();
    await webhooks.getByText('Alerts are sent nowhere yet.').waitFor();
    expect(await webhooks.locator('tbody tr').count()).toBe(0);
  });
});
