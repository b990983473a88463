import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { importMarket, readSymbols, streamSource } from '#market';
import { createLogger, createPostgresBus, type Database, type Environment } from '#platform';
import type { Platform } from '../../../src/roles.ts';
import { startTestPlatform } from '../../support/platform.ts';
import { barsCsv, symbolsCsv } from './bars.ts';

const ROOT = join(import.meta.dirname, '../../..');
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

/** The web app, freshly built into a directory of its own. */
export interface BuiltWebApp extends AsyncDisposable {
  readonly dir: string;
}

export async function buildWebApp(): Promise<BuiltWebApp> {
  const dir = await mkdtemp(join(tmpdir(), 'richesreach-web-'));
  // A process of its own, as `npm run build:web` is: the test runner's NODE_ENV would build React for development.
  await promisify(execFile)(process.execPath, [VITE, 'build', 'web', '--outDir', dir, '--emptyOutDir'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly platform: Platform;
}

export interface SiteOptions {
  readonly env?: Environment;
  /** Without market data the pages have nothing to show. */
  readonly market?: boolean;
}

/** The real platform with the built web app and, unless told otherwise, the market of `bars.ts`. */
export async function startSite({ env = {}, market = true }: SiteOptions = {}): Promise<Site> {
  await using stack = new AsyncDisposableStack();
  const app = stack.use(await buildWebApp());
  const platform = stack.use(await startTestPlatform(env, { webAppDir: app.dir }));
  if (market) await fillMarket(platform.database);
  const whole = stack.move();
  return { url: platform.url, platform, [Symbol.asyncDispose]: () => whole.disposeAsync() };
}

/** Imports as another process would: the platform hears of it by the bus. */
async function fillMarket(database: Database): Promise<void> {
  await using bus = await createPostgresBus(database, createLogger({ logLevel: 'fatal' }), { listen: false });
  const bars = streamSource('bars.csv', () => Readable.from([Buffer.from(barsCsv())]));
  await importMarket(
    { pool: database.pool, bus },
    { sources: [bars], symbols: readSymbols(symbolsCsv()), strict: true, lastDay: 30_000 },
  );
}
