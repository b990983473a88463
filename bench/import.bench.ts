/**
 * `richesreach import market` of six years of real bars against raw COPY of the same rows into a clone of the table
 * with the same indexes: rows a second, and the peak memory of the command. One run, rounds in turn, fsync on.
 *
 *   node bench/import.bench.ts [rounds, 5 unless told]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { from as copyFrom } from 'pg-copy-streams';
import { acquireDatabaseServer, createLogger, type Database, migrate, openDatabase } from '#platform';
import { machine, median } from './measure.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const DIRECTORY = '../shared/data/market';
const FILES = [2016, 2017, 2018, 2019, 2020, 2021].map((year) => `${DIRECTORY}/sp500_daily_${year}.csv.gz`);
const COLUMNS = 'ts, symbol, open, high, low, close, adjusted_close, volume, dividend, split';
const CHUNK_BYTES = 256 * 1024;
const SAMPLE_MS = 20;

const logger = createLogger({ logLevel: 'warn' });
const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
await using server = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
await using database = openDatabase(server.address, logger);
await migrate(database);
await database.pool.query('CREATE TABLE raw_bars (LIKE market_bars INCLUDING ALL)');
const texts = FILES.map((path) => gunzipSync(readFileSync(path)));

const rounds = { raw: [] as number[], fresh: [] as number[], again: [] as number[], whole: [] as number[] };
let rows = 0;
let peakMiB = 0;
for (let round = 0; round <= ROUNDS; round++) {
  const raw = await copyRaw(database);
  await database.pool.query('TRUNCATE market_bars, instruments');
  const fresh = await runImport();
  const again = await runImport();
  rows = fresh.added;
  peakMiB = Math.max(peakMiB, fresh.peakMiB, again.peakMiB);
  if (again.added + again.changed > 0) throw new Error('the second import changed something');
  // The first round warms the files and the server.
  if (round === 0) continue;
  rounds.raw.push(raw);
  rounds.fresh.push(fresh.seconds);
  rounds.again.push(again.seconds);
  rounds.whole.push(fresh.wholeSeconds);
}

console.log(`${machine()}; ${rows.toLocaleString('en-US')} rows, medians of ${ROUNDS} rounds`);
console.log(`raw COPY               ${seconds(rounds.raw)}`);
console.log(`import                 ${seconds(rounds.fresh)}  ratio ${ratio(rounds.fresh)}`);
console.log(`import, whole process  ${seconds(rounds.whole)}  ratio ${ratio(rounds.whole)}`);
console.log(`import again (no-op)   ${seconds(rounds.again)}`);
console.log(`peak memory of the command ${peakMiB.toFixed(0)} MiB`);

/** Seconds that COPY takes for the unpacked files, out of memory. */
async function copyRaw({ pool }: Database): Promise<number> {
  await pool.query('TRUNCATE raw_bars');
  const client = await pool.connect();
  const start = performance.now();
  for (const text of texts) {
    const copy = client.query(copyFrom(`COPY raw_bars (${COLUMNS}) FROM STDIN (FORMAT csv, HEADER)`));
    await pipeline(Readable.from(chunks(text)), copy);
  }
  const end = performance.now();
  client.release();
  return (end - start) / 1000;
}

function* chunks(text: Buffer): Generator<Buffer> {
  for (let at = 0; at < text.length; at += CHUNK_BYTES) yield text.subarray(at, at + CHUNK_BYTES);
}

/** The command as a user runs it, beside the server that this process holds. */
async function runImport() {
  const words = ['src/cli/index.ts', 'import', 'market', '--json', '--data-dir', dataDir, ...FILES];
  const start = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peakKiB = 0;
  const sampler = setInterval(() => {
    peakKiB = Math.max(peakKiB, highWaterKiB(child.pid));
  }, SAMPLE_MS);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const output = (await Array.fromAsync(child.stdout)).join('');
  await ended;
  clearInterval(sampler);
  const report = JSON.parse(output) as {
    seconds: number;
    bars: { files: { added: number; changed: number }[] };
  };
  const sum = (name: 'added' | 'changed') => report.bars.files.reduce((total, file) => total + file[name], 0);
  return {
    seconds: report.seconds,
    wholeSeconds: (performance.now() - start) / 1000,
    added: sum('added'),
    changed: sum('changed'),
    peakMiB: peakKiB / 1024,
  };
}

/** Peak resident memory so far, from the kernel's own counter. */
function highWaterKiB(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function seconds(values: readonly number[]): string {
  return `${median(values).toFixed(2)} s`.padStart(8);
}

function ratio(values: readonly number[]): string {
  return (median(rounds.raw) / median(values)).toFixed(2);
}
