import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dayOf, type Instrument, type SymbolBars } from '../../src/market/bars.ts';
import type { Json } from './differences.ts';

const DIRECTORY = '../shared/data/market';
const YEARS = [2016, 2017, 2018, 2019, 2020, 2021];

/** Whether the real daily bars lie beside the project. */
export const sp500Present = existsSync(`${DIRECTORY}/symbols.csv`);

export interface Sp500 {
  readonly instruments: Instrument[];
  readonly bars: SymbolBars[];
}

/** The overviews of four sessions, computed by another program under the wire's field names; none where absent. */
export function expectedOverviews(): { [key: string]: Json; date: string }[] {
  if (!sp500Present) return [];
  const text = readFileSync(`${DIRECTORY}/overview_expected.json`, 'utf8');
  return (JSON.parse(text) as { overviews: ReturnType<typeof expectedOverviews> }).overviews;
}

/** 504 instruments and 662,162 bars of 2016-01-04 … 2021-04-21, straight from the files. */
export function loadSp500(): Sp500 {
  const rows = new Map<string, number[][]>();
  for (const year of YEARS) {
    const text = gunzipSync(readFileSync(`${DIRECTORY}/sp500_daily_${year}.csv.gz`)).toString();
    readRows(text, rows);
  }
  return { instruments: loadInstruments(), bars: [...rows].map(([symbol, days]) => toColumns(symbol, days)) };
}

function readRows(text: string, rows: Map<string, number[][]>): void {
  const dates = new Map<string, number>();
  for (const line of text.split('\n').slice(1)) {
    if (line === '') continue;
    const [date = '', symbol = '', open, high, low, close, , volume, dividend, split] = line.split(',');
    const day = dates.get(date) ?? dayOf(date);
    dates.set(date, day);
    const bars = rows.get(symbol) ?? [];
    rows.set(symbol, bars);
    bars.push([day, ...[open, high, low, close, volume, dividend, split].map(Number)]);
  }
}

function toColumns(symbol: string, rows: number[][]): SymbolBars {
  const column = (place: number) => Float64Array.from(rows, (row) => row[place]!);
  return {
    symbol,
    days: Int32Array.from(rows, (row) => row[0]!),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
    dividend: column(6),
    split: column(7),
  };
}

function loadInstruments(): Instrument[] {
  const lines = readFileSync(`${DIRECTORY}/symbols.csv`, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const fields = [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    const [symbol = '', name = '', sector = '', , , , , shares = ''] = fields;
    return {
      symbol,
      name,
      sector,
      assetClass: 'equity',
      sharesOutstanding: shares === '' ? null : Number(shares),
      sharesAsOf: shares === '' ? null : dayOf('2018-02-07'),
      simulated: false,
    };
  });
}
