import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { type Site, startSite } from './support/site.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string; tags: string[] }>>>>;
}

describe.skipIf(!browserPresent)('the reference', () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  let operations: { id: string; tag: string; method: string; path: string }[];
  beforeAll(async () => {
    site = stack.use(await startSite());
    browser = stack.use(await openBrowser());
    const document = (await (await fetch(`${site.url}/openapi.json`)).json()) as Document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, tags }]) => ({
        id: operationId,
        tag: tags[0] ?? '',
        method: method.toUpperCase(),
        path,
      })),
    );
  });
  afterAll(() => stack.disposeAsync());

  it.each(['ai-router', 'analytics', 'platform'])('lists every address of %s', async (tag) => {
    await using person = await visit(browser, `${site.url}/docs/${tag}`);
    const list = person.page.getByRole('navigation', { name: 'Addresses' });
    await list.waitFor();
    const shown = await list.getByRole('link').allInnerTexts();
    const listed = shown
      .map((text) =>
        text
          .replaceAll(/[\s\u200B]+/g, ' ')
          .replaceAll('/ ', '/')
          .trim(),
      )
      .sort();
    const known = operations.filter((operation) => operation.tag === tag);
    expect(listed).toEqual(known.map(({ method, path }) => `${method} ${path}`).sort());
    expect(known.length).toBeGreaterThan(2);
  });

  it('leaves no address of the server out', () => {
    expect([...new Set(operations.map(({ tag }) => tag))].sort()).toEqual([
      'ai-router',
      'analytics',
      'platform',
    ]);
  });

  it('calls the running server, and follows the form in its samples', async () => {
    await using person = await visit(browser, `${site.url}/docs/analytics?at=get_analytics_market_overview`);
    const { page } = person;
    await page.getByLabel('as_of').fill('2020-03-16');
    expect(await page.locator('pre', { hasText: 'curl' }).innerText()).toContain(
      '/analytics/market/overview?as_of=2020-03-16',
    );
    await page.getByRole('button', { name: 'Python' }).click();
    expect(await page.locator('pre', { hasText: 'import requests' }).innerText()).toContain(
      'as_of=2020-03-16',
    );
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('"date": "2020-03-16"').waitFor();
    expect(person.complaints).toEqual([]);
  });

  it('shows an error as the server tells it', async () => {
    await using person = await visit(browser, `${site.url}/docs/analytics?at=get_analytics_market_overview`);
    const { page } = person;
    await page.getByLabel('as_of').fill('1999-01-01');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('"code": "no-market-data"').waitFor();
    expect(await page.getByText('404', { exact: true }).count()).toBe(1);
  });

  it('writes a first draft of every reading address that the server understands', async () => {
    await using person = await visit(browser, `${site.url}/docs/analytics`);
    const { page } = person;
    for (const { id, tag } of operations.filter(({ method }) => method === 'GET')) {
      await page.goto(`${site.url}/docs/${tag}?at=${id}`);
      await page.getByRole('button', { name: 'Send' }).click();
      const status = await page.locator('[aria-live=polite] .font-semibold').first().innerText();
      expect(`${id} ${status}`).not.toMatch(/ (400|405|415|422|500)$/);
    }
  }, 120_000);

  it('holds a live line to a channel', async () => {
    await using person = await visit(browser, `${site.url}/docs/websocket?at=analytics_dashboard`);
    const { page } = person;
    const console = page.getByRole('region', { name: 'Console' });
    await console.getByRole('button', { name: 'Connect' }).click();
    await console.locator('summary', { hasText: 'dashboard_update' }).first().waitFor();
    await console.getByRole('button', { name: 'request_dashboard' }).click();
    await console.getByRole('button', { name: 'Send' }).click();
    const answer = console.locator('summary', { hasText: 'dashboard_response' });
    await answer.click();
    await console.getByText('"dashboard_type": "market_analytics"').first().waitFor();
    await console.getByRole('button', { name: 'Disconnect' }).click();
    await console.getByText('closed with 1000').waitFor();
    expect(person.complaints).toEqual([]);
  });

  it.each(['curl', 'Node'])('shows how to listen from %s, which works as it is pasted', async (place) => {
    await using person = await visit(browser, `${site.url}/docs/websocket?at=analytics_metrics`);
    const { page } = person;
    await page.getByRole('button', { name: place, exact: true }).click();
    const code = await page
      .locator('pre', { hasText: place === 'curl' ? 'curl -N' : './client.mjs' })
      .innerText();
    const dir = await mkdtemp(join(tmpdir(), 'richesreach-sample-'));
    const [fetched = ''] = code.match(/curl -so.*/) ?? [];
    await writeFile(join(dir, 'sample.mjs'), code);
    const script = place === 'curl' ? code : `${fetched} && exec '${process.execPath}' sample.mjs`;
    const child = spawn('sh', ['-c', script], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await vi.waitFor(() => expect(printed).toContain('metrics_summary'), { timeout: 15_000 });
    process.kill(-(child.pid ?? 0));
    await rm(dir, { recursive: true });
  });

  it('hands out a client that a page of any kind can use', async () => {
    await using person = await visit(browser, `${site.url}/docs/websocket`);
    const { page } = person;
    // As text, since the test runner would take the import for one of its own.
    const dashboards = await page.evaluate(`import('/client.js').then(async ({ channelClient }) => {
      const client = channelClient({ server: location.origin, channel: 'metrics' });
      client.connect();
      const { data } = await client.request({ type: 'request_summary' });
      client.pause();
      return data.dashboards;
    })`);
    expect(dashboards).toBeGreaterThan(0);
  });
});
