import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusEvents } from '#contracts/events';
import { createBus, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { HEADER, importCsv } from '../../../test/support/market-world.ts';
import { streamSource } from './bar-source.ts';
import { importMarket, type MarketImport } from './import-market.ts';
import { readSymbols } from './symbols-file.ts';

const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06'];
const line = (date: string, symbol: string, close = 10, split = 1) =>
  `${date},${symbol},${close},${close + 1},${close - 1},${close},${close},100,0,${split}`;
const csv = (...lines: readonly string[]) => [HEADER, ...lines, ''].join('\n');
const THREE = csv(...DAYS.map((date) => line(date, 'AAA')));

let database: Database;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

async function stored(columns = 'close'): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `SELECT symbol, (ts AT TIME ZONE 'UTC')::date AS date, ${columns} FROM market_bars ORDER BY symbol, ts`,
  );
  return rows;
}

/** Several files in one import, with what the bus is told. */
async function importTexts(texts: Record<string, string>, options: Partial<MarketImport> = {}) {
  const bus = createBus(createLogger({ logLevel: 'silent' }));
  const told: BusEvents['market.bars.changed'][] = [];
  bus.subscribe('market.bars.changed', (event) => void told.push(event));
  const sources = Object.entries(texts).map(([name, text]) =>
    streamSource(name, async function* () {
      yield Buffer.from(text);
    }),
  );
  const job = { sources, strict: false, lastDay: 25_000, ...options };
  return { report: await importMarket({ pool: database.pool, bus }, job), told };
}

describe('an import', () => {
  it('adds bars and the instruments they belong to, and tells the bus which', async () => {
    const { report, told } = await importTexts({ 'a.csv': THREE });
    expect(report).toMatchObject({
      complete: true,
      bars: { files: [{ name: 'a.csv', added: 3, changed: 0, unchanged: 0, refused: 0, failure: null }] },
    });
    expect(told).toEqual([{ symbols: ['AAA'], simulated: false }]);
    expect(await stored()).toHaveLength(3);
    const { rows } = await database.pool.query('SELECT symbol, simulated, asset_class FROM instruments');
    expect(rows).toEqual([{ symbol: 'AAA', simulated: false, asset_class: 'equity' }]);
  });

  it('changes nothing and tells nobody when it is run again', async () => {
    await importTexts({ 'a.csv': THREE });
    const before = await stored('xmin, ctid');
    const { report, told } = await importTexts({ 'a.csv': THREE });
    expect(report.bars.files).toMatchObject([{ added: 0, changed: 0, unchanged: 3 }]);
    expect(told).toEqual([]);
    expect(await stored('xmin, ctid')).toEqual(before);
  });

  it('takes what is new and what differs, and counts each', async () => {
    await importTexts({ 'a.csv': THREE });
    const { report, told } = await importTexts({
      'b.csv': csv(line('2020-01-02', 'AAA'), line('2020-01-03', 'AAA', 11), line('2020-01-02', 'BBB', 5, 2)),
    });
    expect(report.bars.files).toMatchObject([{ added: 1, changed: 1, unchanged: 1 }]);
    expect(told[0]?.symbols.toSorted()).toEqual(['AAA', 'BBB']);
    expect(await stored('close, split')).toEqual([
      { symbol: 'AAA', date: '2020-01-02', close: 10, split: 1 },
      { symbol: 'AAA', date: '2020-01-03', close: 11, split: 1 },
      { symbol: 'AAA', date: '2020-01-06', close: 10, split: 1 },
      { symbol: 'BBB', date: '2020-01-02', close: 5, split: 2 },
    ]);
  });

  it('leaves alone what the file has no column for', async () => {
    await importTexts({ 'a.csv': csv(line('2020-01-02', 'AAA', 10, 4)) });
    const { report } = await importTexts({
      'b.csv': 'date,symbol,open,high,low,close\n2020-01-02,AAA,10,11,9,10.5\n2020-01-03,AAA,10,11,9,10\n',
    });
    expect(report.bars.files).toMatchObject([{ added: 1, changed: 1 }]);
    expect(await stored('close, split, volume, adjusted_close')).toEqual([
      { symbol: 'AAA', date: '2020-01-02', close: 10.5, split: 4, volume: 100, adjusted_close: 10 },
      { symbol: 'AAA', date: '2020-01-03', close: 10, split: 1, volume: 0, adjusted_close: null },
    ]);
  });

  it('has the last word over quotes', async () => {
    await database.pool.query(`INSERT INTO instruments (symbol) VALUES ('AAA')`);
    await database.pool.query(
      `INSERT INTO market_bars (symbol, ts, open, high, low, close, source) VALUES ('AAA', '2020-01-02Z', 1, 1, 1, 1, 'quote')`,
    );
    expect((await importTexts({ 'a.csv': THREE })).report.bars.files).toMatchObject([
      { added: 2, changed: 1 },
    ]);
    expect(await stored('close, source')).toContainEqual({
      symbol: 'AAA',
      date: '2020-01-02',
      close: 10,
      source: 'import',
    });
  });

  it('keeps the good lines and names the bad ones; a file that is none is left out whole', async () => {
    const { report } = await importTexts({
      'good.csv': THREE,
      'mixed.csv': csv(line('2020-01-02', 'BBB'), 'nonsense', line('2020-01-02', 'BBB', 11)),
      'none.csv': '<html></html>\n',
      'last.csv': csv(line('2020-01-02', 'CCC')),
    });
    expect(report).toMatchObject({ complete: false, refusedInAll: 2 });
    expect(report.refused).toEqual([
      { file: 'mixed.csv', line: 3, reason: 'has 1 fields; the header names 10' },
      { file: 'mixed.csv', line: 4, reason: 'repeats BBB 2020-01-02; the first one stands' },
    ]);
    expect(
      report.bars.files.map(({ added, refused, failure }) => [added, refused, failure?.slice(0, 13)]),
    ).toEqual([
      [3, 0, undefined],
      [1, 2, undefined],
      [0, 0, 'has no header'],
      [1, 0, undefined],
    ]);
    expect(await stored()).toHaveLength(5);
  });

  it('lists no more bad lines than anybody reads, and counts them all', async () => {
    const { report } = await importTexts({ 'a.csv': csv(...Array.from({ length: 250 }, () => 'bad')) });
    expect(report).toMatchObject({ refusedInAll: 250, complete: true });
    expect(report.refused).toHaveLength(100);
  });

  it('leaves no trace under strict, whichever file is bad', async () => {
    const texts = {
      'good.csv': THREE,
      'bad.csv': csv(line('2020-01-02', 'BBB'), 'nonsense'),
      'next.csv': THREE,
    };
    const { report, told } = await importTexts(texts, { strict: true });
    expect(report).toMatchObject({ complete: false, bars: { rolledBack: true } });
    expect(report.bars.files.map(({ name, added, failure }) => [name, added, failure])).toEqual([
      ['good.csv', 0, 'left out with the rest'],
      ['bad.csv', 0, 'has bad lines'],
    ]);
    expect([await stored(), told]).toEqual([[], []]);
    const badSymbols = readSymbols('symbol,shares\nAAA,many\n');
    expect(
      (await importTexts({ 'good.csv': THREE }, { strict: true, symbols: badSymbols })).report.complete,
    ).toBe(false);
    expect(await stored()).toEqual([]);
    expect((await importTexts({ 'good.csv': THREE }, { strict: true })).report.complete).toBe(true);
    expect(await stored()).toHaveLength(3);
  });

  it('is all there or not at all for who reads beside it', async () => {
    const stream = new PassThrough();
    const running = importCsv(database, stream);
    const days = Array.from({ length: 40_000 }, (_, i) =>
      new Date(i * 43_200_000).toISOString().slice(0, 10),
    );
    const lines = [...new Set(days)].map((date) => line(date, 'AAA'));
    stream.write(csv(...lines.slice(0, -1)));
    await expect.poll(busyBackends, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(await stored()).toEqual([]);
    stream.end(`${lines.at(-1)}\n`);
    expect((await running).bars.files).toMatchObject([{ added: lines.length }]);
    expect(await stored()).toHaveLength(lines.length);
  });

  it('waits for another import instead of getting in its way', async () => {
    const both = await Promise.all([importCsv(database, THREE), importCsv(database, THREE)]);
    const counts = both.map(({ bars }) => [bars.files[0]?.added, bars.files[0]?.unchanged]);
    expect(counts.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [0, 3],
      [3, 0],
    ]);
  });

  /** Connections in the middle of a transaction that has written. */
  async function busyBackends(): Promise<number> {
    const { rows } = await database.pool.query(
      'SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL',
    );
    return rows[0].count;
  }
});

describe('a symbols file', () => {
  const symbols = (text: string) => ({ symbols: readSymbols(text) });

  it('describes instruments, and changes nothing the second time', async () => {
    const text =
      'symbol,name,sector,shares_outstanding,shares_as_of\nAAA,Alpha,Energy,100,2020-01-02\nZZZ,Omega,,,\n';
    const first = await importTexts({ 'a.csv': THREE }, symbols(text));
    expect(first.report.symbols).toMatchObject({ added: 1, changed: 1, sharesDating: { by: 'file' } });
    const second = await importTexts({}, symbols(text));
    expect(second).toMatchObject({ report: { symbols: { added: 0, changed: 0, unchanged: 2 } }, told: [] });
    const { rows } = await database.pool.query(
      'SELECT symbol, name, sector, shares_outstanding, shares_as_of FROM instruments ORDER BY symbol',
    );
    expect(rows).toEqual([
      { symbol: 'AAA', name: 'Alpha', sector: 'Energy', shares_outstanding: 100, shares_as_of: '2020-01-02' },
      { symbol: 'ZZZ', name: 'Omega', sector: null, shares_outstanding: null, shares_as_of: null },
    ]);
  });

  it('keeps what it has no column for', async () => {
    await importTexts({}, symbols('symbol,name,sector\nAAA,Alpha,Energy\n'));
    await importTexts({}, symbols('symbol,name\nAAA,Alphabet\n'));
    const { rows } = await database.pool.query('SELECT name, sector FROM instruments');
    expect(rows).toEqual([{ name: 'Alphabet', sector: 'Energy' }]);
  });

  it('finds the day of its share counts in the bars', async () => {
    const bars = csv(
      ...DAYS.flatMap((date, i) =>
        ['AAA', 'BBB', 'CCC'].map((symbol, k) => line(date, symbol, 10 + i + 5 * k)),
      ),
    );
    const caps = 'symbol,market_cap_2020_01,shares_estimate\nAAA,1100,100\nBBB,1600,100\nCCC,1,100\n';
    const { report } = await importTexts({ 'a.csv': bars }, symbols(caps));
    expect(report.symbols?.sharesDating).toEqual({ by: 'closes', date: '2020-01-03' });
    const elsewhere = caps.replace('2020_01', '2020_02');
    expect((await importTexts({}, symbols(elsewhere))).report.symbols?.sharesDating).toEqual({
      by: 'nothing',
    });
    const told = await importTexts({}, { ...symbols(elsewhere), sharesAsOf: '2019-12-31' });
    expect(told.report.symbols?.sharesDating).toEqual({ by: 'option', date: '2019-12-31' });
  });
});
