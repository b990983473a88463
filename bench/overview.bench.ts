// Time of the market overview on real bars, of building the universe and of a quote. `node bench/overview.bench.ts`

import type { SymbolBars } from '../src/market/bars.ts';
import { createUniverse } from '../src/market/universe.ts';
import { loadSp500, sp500Present } from '../test/support/sp500.ts';
import { elapsedMs, leastOf, machine, quantile } from './measure.ts';

const OPTIONS = { limit: 10, minDollarVolume: 0 };
const QUOTES = 2_000;

if (!sp500Present) {
  console.error('There is nothing to measure: the real daily bars are not beside the project.');
  process.exit(1);
}

const { instruments, bars } = loadSp500();

/** A universe ready to answer; bars are cloned, since a universe owns what it is given. */
function build() {
  const universe = createUniverse(instruments, structuredClone(bars));
  universe.session();
  return universe;
}

const universe = build();
const buildMs = Array.from({ length: 5 }, () => {
  const own = structuredClone(bars);
  return elapsedMs(() => createUniverse(instruments, own).session());
});

const days = [...new Set(bars.flatMap((it) => [...it.days]))].sort((a, b) => a - b);
const overviewMs = days.map((day) => leastOf(5, () => universe.overview(day, OPTIONS)));

const lastDay = days.at(-1)!;
const traded = bars.filter((it) => it.days.at(-1) === lastDay);
function quote({ symbol, ...it }: SymbolBars, i: number): void {
  const last = it.days.length - 1;
  const close = it.close[last]! * (1 + ((i % 7) - 3) / 1_000);
  const [open, high, low] = [it.open[last]!, it.high[last]!, it.low[last]!];
  universe.updateLastBar(symbol, { day: lastDay, open, high, low, close, volume: i, split: 1, dividend: 0 });
}
const quoteMs: number[] = [];
const afterQuoteMs: number[] = [];
for (let i = 0; i < QUOTES; i++) {
  quoteMs.push(elapsedMs(() => quote(traded[i % traded.length]!, i)));
  afterQuoteMs.push(elapsedMs(() => universe.overview(undefined, OPTIONS)));
}
const trendMs = bars.map(({ symbol }) => leastOf(5, () => universe.trends(symbol, '1w', undefined, 60)));

const row = (name: string, ms: readonly number[]) =>
  console.log(`| ${name} | ${quantile(ms, 0.5).toFixed(3)} | ${quantile(ms, 0.95).toFixed(3)} |`);
console.log(machine());
console.log(
  `${bars.length} symbols, ${days.length} sessions, ${bars.reduce((n, it) => n + it.days.length, 0)} bars`,
);
console.log('\n| | median ms | p95 ms |\n|---|---|---|');
row('build the universe, ready to answer', buildMs);
row('overview of a session, uncached (every session, least of 5; limit ≤ 30)', overviewMs);
row('take in a quote', quoteMs);
row('first overview after a quote', afterQuoteMs);
row('weekly trend of a symbol (least of 5)', trendMs);
