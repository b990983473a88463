import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createBus,
  createHttpServer,
  createLogger,
  type Database,
  defineRoute,
  systemClock,
} from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createIngest, type Ingest } from '../ingest/ingest.ts';
import { ingestRoutes } from '../ingest/routes.ts';
import { collectRoutes } from './routes.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (CHROMIUM === undefined) console.warn('SKIPPED: the browser snippet needs Chromium');

const pageWith = (snippet: string) =>
  `<!doctype html><title>Shop</title><script src="${snippet}" data-key="rr_live_test" data-user="ann"></script>`;
const PAGE = pageWith('/collect.js');

/** A site of its own that carries our snippet. */
async function startShop(snippet: () => string): Promise<{ origin: string; shop: Server }> {
  const shop = createServer((_request, reply) =>
    reply.setHeader('content-type', 'text/html').end(pageWith(snippet())),
  );
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(shop.address() as AddressInfo).port}`, shop };
}

describe.skipIf(CHROMIUM === undefined && process.env.CI === undefined)('/collect.js', () => {
  const logger = createLogger({ logLevel: 'error' });
  let database: Database;
  let ingest: Ingest;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  let browser: Browser;
  let url: string;
  let listed: Awaited<ReturnType<typeof startShop>>;
  let stranger: Awaited<ReturnType<typeof startShop>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    ingest = createIngest({
      database,
      clock: systemClock,
      logger,
      bus: createBus(logger),
      retentionDays: 90,
    });
    const page = defineRoute({
      method: 'GET',
      path: '/shop',
      scope: 'public',
      tag: 'platform',
      summary: 'A page with the snippet',
      schemas: {},
      handler: ({ reply }) => reply.type('text/html').send(PAGE),
    });
    const routes = [
      ...ingestRoutes({ ingest, clock: systemClock, retentionDays: 90 }),
      ...collectRoutes(),
      page,
    ];
    const principal = { id: 'test', name: 'test', scopes: new Set(['admin'] as const) };
    listed = await startShop(() => `${url}/collect.js`);
    stranger = await startShop(() => `${url}/collect.js`);
    server = await createHttpServer({
      logger,
      guard: () => principal,
      routes,
      crossOrigins: { apps: [], sites: [listed.origin] },
    });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    browser = await chromium.launch({ executablePath: String(CHROMIUM), args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
    listed.shop.close();
    stranger.shop.close();
    await server.close();
    await ingest[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const stored = async () => {
    const { rows } = await database.pool.query<{ type: string; user: string; session: string; page: string }>(
      `SELECT event_type AS type, user_id AS user, session_id AS session, properties ->> 'page' AS page
       FROM analytics_events ORDER BY timestamp`,
    );
    return rows;
  };

  it('is under 2 KB', async () => {
    const reply = await server.inject({ method: 'GET', url: '/collect.js' });
    expect(reply.headers['content-type']).toContain('javascript');
    expect(Buffer.byteLength(reply.body)).toBeLessThan(2_048);
  });

  it('sends page views and own events in one session, and what happened offline once it is back', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/shop`);
    await page.evaluate(`history.pushState({}, '', '/shop/cart'); richesreach('purchase', { amount: 5 })`);
    await expect.poll(async () => (await stored()).length, { timeout: 15_000 }).toBe(3);

    await context.setOffline(true);
    await page.evaluate(`richesreach('share')`);
    await page.waitForTimeout(300);
    expect(await stored()).toHaveLength(3);
    await context.setOffline(false);
    await expect
      .poll(async () => (await stored()).map(({ type }) => type), { timeout: 15_000 })
      .toContain('share');

    const rows = await stored();
    expect(rows.map(({ type, page }) => `${type} ${page}`).sort()).toEqual([
      'page_view /shop',
      'page_view /shop/cart',
      'purchase /shop/cart',
      'share /shop/cart',
    ]);
    expect(new Set(rows.map(({ user, session }) => `${user} ${session}`)).size).toBe(1);
    // The page hears of it after the database does.
    await expect.poll(() => page.evaluate(`localStorage.getItem('rr_queue')`)).toBe('[]');
    await context.close();
  });

  it('sends nothing where the browser says Do Not Track', async () => {
    const before = (await stored()).length;
    const context = await browser.newContext();
    await context.addInitScript(`Object.defineProperty(navigator, 'doNotTrack', { value: '1' })`);
    const page = await context.newPage();
    await page.goto(`${url}/shop`);
    await page.evaluate(`richesreach('purchase')`);
    await page.waitForTimeout(400);
    expect(await page.evaluate(`localStorage.getItem('rr_queue')`)).toBeNull();
    expect(await stored()).toHaveLength(before);
    await context.close();
  });

  it('sends from a listed site of another origin, and from no other', async () => {
    const sent = async (path: string) => (await stored()).filter((row) => row.page === path);
    const page = await browser.newPage();
    await page.goto(`${stranger.origin}/strange`);
    await page.waitForTimeout(600);
    expect(await page.evaluate(`JSON.parse(localStorage.getItem('rr_queue')).length`)).toBe(1);
    await page.goto(`${listed.origin}/listed`);
    await page.evaluate(`richesreach('purchase', { amount: 5 })`);
    await expect.poll(() => sent('/listed'), { timeout: 15_000 }).toHaveLength(2);
    expect(await page.evaluate(`localStorage.getItem('rr_queue')`)).toBe('[]');
    expect(await sent('/strange')).toEqual([]);
    await page.close();
  });
});
