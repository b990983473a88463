import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  createMarketRoom,
  fileSource,
  importMarket,
  type MarketImport,
  type MarketImportReport,
  type MarketRoom,
  readSymbols,
  streamSource,
} from '#market';
import {
  type Bus,
  createHttpServer,
  createLogger,
  createMemoryCache,
  createPostgresBus,
  type Database,
} from '#platform';
import { createTestDatabase } from './database.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The market room on a database of its own, reached over HTTP as a client would. */
export interface MarketWorld extends AsyncDisposable {
  readonly database: Database;
  readonly bus: Bus;
  readonly room: MarketRoom;
  setNow(iso: string): void;
  get(path: string): Promise<Answer>;
  /** Posts quotes to /analytics/market-data. */
  post(body: unknown, contentType?: string): Promise<Answer>;
}

const QUIET = createLogger({ logLevel: 'error' });

export async function startMarket(now = '2026-11-25T17:00:00Z'): Promise<MarketWorld> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const bus = stack.use(await createPostgresBus(database, QUIET));
  let nowMs = Date.parse(now);
  const clock = { now: () => nowMs };
  const cache = createMemoryCache();
  const room = stack.use(createMarketRoom({ database, bus, cache, clock, logger: QUIET }));
  const server = await createHttpServer({
    logger: QUIET,
    guard: () => ({ id: 'test', name: 'test', scopes: new Set(['admin']) }),
    routes: room.routes,
  });
  stack.defer(() => server.close());
  const whole = stack.move();
  return {
    database,
    bus,
    room,
    setNow: (iso) => void (nowMs = Date.parse(iso)),
    async get(url) {
      const response = await server.inject({ url });
      return { status: response.statusCode, body: response.json() };
    },
    async post(body, contentType = 'application/json') {
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      const headers = { 'content-type': contentType };
      const response = await server.inject({
        method: 'POST',
        url: '/analytics/market-data',
        payload,
        headers,
      });
      return { status: response.statusCode, body: response.json() };
    },
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

export const HEADER = 'date,symbol,open,high,low,close,adjusted_close,volume,dividend,split';

/** Imports csv text with a bus of its own, as another process would: the world hears of it by LISTEN/NOTIFY. */
export async function importCsv(
  database: Database,
  text: string | Readable,
  options: Partial<MarketImport> = {},
): Promise<MarketImportReport> {
  await using bus = await createPostgresBus(database, QUIET, { listen: false });
  const stream = typeof text === 'string' ? Readable.from([Buffer.from(text)]) : text;
  return importMarket(
    { pool: database.pool, bus },
    {
      sources: [streamSource('bars.csv', () => stream)],
      strict: false,
      lastDay: 25_000,
      ...options,
    },
  );
}

/** The same for files, with a symbols file as the command takes it. */
export async function importFiles(
  database: Database,
  paths: readonly string[],
  symbolsPath?: string,
): Promise<MarketImportReport> {
  await using bus = await createPostgresBus(database, QUIET, { listen: false });
  const sources = await Promise.all(paths.map(fileSource));
  const symbols = symbolsPath === undefined ? undefined : readSymbols(await readFile(symbolsPath, 'utf8'));
  return importMarket({ pool: database.pool, bus }, { sources, symbols, strict: false, lastDay: 25_000 });
}
