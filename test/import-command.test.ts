import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform';
import { createTestDatabase } from './support/database.ts';
import { HEADER } from './support/market-world.ts';
import { urlOf } from './support/platform.ts';

const PROGRAM = join(import.meta.dirname, '../bin/richesreach.js');
const LINES = [HEADER, '2020-01-02,AAA,10,11,9,10,10,5,0,1', '2020-01-03,AAA,10,11,9,10.5,10.5,5,0,1'];

let directory: string;
let database: Database;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'richesreach-import-'));
  database = await createTestDatabase();
  await writeFile(join(directory, 'good.csv.gz'), gzipSync(LINES.join('\n')));
  await writeFile(
    join(directory, 'bad.csv'),
    [LINES[0], LINES[1]?.replace('AAA', 'BBB'), 'nonsense'].join('\n'),
  );
  await writeFile(join(directory, 'page.csv'), '<html>\n');
  await writeFile(join(directory, 'symbols.csv'), 'symbol,name,sector\nAAA,Alpha,Energy\n');
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

function start(...words: readonly string[]) {
  return spawn(process.execPath, [PROGRAM, 'import', 'market', ...words], {
    cwd: directory,
    env: { PATH: process.env.PATH, DATABASE_URL: urlOf(database.address) },
  });
}

async function run(...words: readonly string[]) {
  const child = start(...words);
  child.stdin.end();
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { stdout, stderr, code };
}

async function stored(): Promise<string[]> {
  const { rows } = await database.pool.query('SELECT DISTINCT symbol FROM market_bars ORDER BY symbol');
  return rows.map(({ symbol }) => symbol);
}

describe('richesreach import market', () => {
  it('imports what a pattern finds and says what it did', async () => {
    const { stdout, stderr, code } = await run('good*.gz', '--symbols', 'symbols.csv');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^file +new +changed +unchanged +refused\ngood\.csv\.gz +2 +0 +0 +0\nsymbols +0 +1 +0 +0\n/,
    );
    expect(await stored()).toEqual(['AAA']);
  });

  it('names the lines it refused and keeps the rest', async () => {
    const { stdout, stderr, code } = await run('bad.csv', 'good.csv.gz');
    expect([code, stderr]).toEqual([0, 'bad.csv:3: has 1 fields; the header names 10\n']);
    expect(stdout).toMatch(/\nbad\.csv +1 +0 +0 +1\ngood\.csv\.gz +0 +0 +2 +0\n/);
    expect(await stored()).toEqual(['AAA', 'BBB']);
    await database.pool.query(`DELETE FROM market_bars WHERE symbol = 'BBB'`);
  });

  it('writes nothing under --strict, and ends with 1', async () => {
    const { stdout, code } = await run('bad.csv', '--strict');
    expect(code).toBe(1);
    expect(stdout).toContain('Nothing was imported (--strict).');
    expect(await stored()).toEqual(['AAA']);
  });

  it('ends with 1 where a file cannot be used, after importing the others', async () => {
    const { stdout, code } = await run('page.csv', 'good.csv.gz', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      complete: false,
      bars: { files: [{ failure: expect.stringContaining('has no header') }, { unchanged: 2 }] },
    });
  });

  it.each([
    [['absent.csv'], 1, 'It does not exist.'],
    [['*.parquet'], 1, 'No file matches *.parquet.'],
    [[], 2, 'There is nothing to import.'],
    [['good.csv.gz', '--shares-as-of', 'May'], 2, '"May" is not a date.'],
    [['good.csv.gz', '--symbols', 'page.csv'], 1, 'has no column symbol'],
  ])('explains %j', async (words, exitCode, message) => {
    const { stderr, code } = await run(...words);
    expect([code, stderr]).toEqual([exitCode, expect.stringContaining(message)]);
  });

  it('reads standard input, and leaves no trace of it when stopped in the middle', async () => {
    const child = start('-');
    const closed = once(child, 'close');
    const years = Array.from({ length: 130 }, (_, i) => 1890 + i);
    const days = years.flatMap((year) =>
      Array.from({ length: 336 }, (_, i) => new Date(Date.UTC(year, 0, i + 1))),
    );
    const lines = days.map((day) => `${day.toISOString().slice(0, 10)},STOP,10,11,9,10,10,5,0,1`);
    child.stdin.write(`${[HEADER, ...lines].join('\n')}\n`);
    await expect.poll(writing, { timeout: 20_000 }).toBe(true);
    // The pipe breaks under what is not read any more.
    child.stdin.on('error', () => undefined);
    child.kill('SIGINT');
    expect((await closed)[0]).toBe(130);
    expect(await stored()).toEqual(['AAA']);
    await expect.poll(writing).toBe(false);
  });

  /** Whether a transaction has written and not ended. */
  async function writing(): Promise<boolean> {
    const { rows } = await database.pool.query(
      'SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL',
    );
    return rows[0].count > 0;
  }
});
