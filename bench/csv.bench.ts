/**
 * Reading the csv of a year of bars: our reader, which checks every field, against csv-parse, which only cuts the text
 * into strings. CPU time of one process, rounds in turn.
 *
 *   node bench/csv.bench.ts
 */
import { readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse';
import { readBars } from '../src/market/import/read-bars.ts';
import { machine, median } from './measure.ts';

const ROUNDS = 7;
const CHUNK_BYTES = 256 * 1024;
const LAST_DAY = 25_000;
const text = gunzipSync(readFileSync('../shared/data/market/sp500_daily_2020.csv.gz'));

const millis = { ours: [] as number[], csvParse: [] as number[] };
const rows = { ours: 0, csvParse: 0 };
for (let round = 0; round < ROUNDS; round++) {
  millis.ours.push(await cpuMillis(readOurs));
  millis.csvParse.push(await cpuMillis(readCsvParse));
}
const [ours, theirs] = [median(millis.ours), median(millis.csvParse)];
console.log(`${machine()}; ${rows.ours} bars, ${(text.length / 1e6).toFixed(1)} MB, median of ${ROUNDS}`);
console.log(
  `ours, checked ${ours.toFixed(0)} ms, csv-parse ${theirs.toFixed(0)} ms, ratio ${(theirs / ours).toFixed(1)}`,
);

async function readOurs(): Promise<void> {
  rows.ours = 0;
  const nothing = () => undefined;
  await readBars(chunks(), LAST_DAY, {
    header: nothing,
    bar: () => void (rows.ours += 1),
    refused: nothing,
    progress: nothing,
  });
}

async function readCsvParse(): Promise<void> {
  rows.csvParse = 0;
  const parser = parse({ columns: false, from_line: 2 });
  parser.on('readable', () => {
    while (parser.read() !== null) rows.csvParse += 1;
  });
  for await (const chunk of chunks()) parser.write(chunk);
  parser.end();
  await finished(parser);
}

/** Copies, because our reader undoes quotes in place. */
async function* chunks(): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += CHUNK_BYTES)
    yield Buffer.from(text.subarray(at, at + CHUNK_BYTES));
}

async function cpuMillis(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
