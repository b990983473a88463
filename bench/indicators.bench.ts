// Speed of the indicator kernels: against the fastest npm peer, and in symbols a second. `node bench/indicators.bench.ts`
import { IndicatorsSync } from '@ixjb94/indicators';
import type { BarColumns } from '../src/market/bars.ts';
import { adx } from '../src/market/indicators/adx.ts';
import { atr } from '../src/market/indicators/atr.ts';
import { bollinger } from '../src/market/indicators/bollinger.ts';
import { cci } from '../src/market/indicators/cci.ts';
import { ema } from '../src/market/indicators/ema.ts';
import { macd } from '../src/market/indicators/macd.ts';
import { mfi } from '../src/market/indicators/mfi.ts';
import { obv } from '../src/market/indicators/obv.ts';
import { roc } from '../src/market/indicators/roc.ts';
import { rsi } from '../src/market/indicators/rsi.ts';
import { sma } from '../src/market/indicators/sma.ts';
import { slowStochastic } from '../src/market/indicators/stochastic.ts';
import { rollingVwap, sessionVwap } from '../src/market/indicators/vwap.ts';
import { williamsR } from '../src/market/indicators/williams-r.ts';
import { wma } from '../src/market/indicators/wma.ts';
import { leastMs, machine } from './measure.ts';

const SYMBOLS = 50;
const BARS = 1_260;
const ROUNDS = 300;

/** A seeded walk: prices of a real order of magnitude, never twice the same direction for long. */
function walk(seed: number): BarColumns {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let price = 100;
  const close = Float64Array.from({ length: BARS }, () => (price *= 1 + 0.02 * (random() - 0.5)));
  return {
    open: close.map((x) => x * (1 + 0.002 * (random() - 0.5))),
    high: close.map((x) => x * (1 + 0.01 * random())),
    low: close.map((x) => x * (1 - 0.01 * random())),
    close,
    volume: close.map(() => Math.round(1e6 * random())),
  };
}

const universe = Array.from({ length: SYMBOLS }, (_, i) => walk(i + 1));
const plain = universe.map(({ close }) => Array.from(close));
const peer = new IndicatorsSync();

const overPlain = (work: (close: number[]) => unknown) => () => {
  for (const close of plain) work(close);
};
const overBars = (work: (bars: BarColumns) => unknown) => () => {
  for (const bars of universe) work(bars);
};

const families = {
  SMA: overBars(({ close }) => sma(close, 20)),
  EMA: overBars(({ close }) => ema(close, 20)),
  WMA: overBars(({ close }) => wma(close, 20)),
  RSI: overBars(({ close }) => rsi(close, 14)),
  MACD: overBars(({ close }) => macd(close, 12, 26, 9)),
  Bollinger: overBars(({ close }) => bollinger(close, 20, 2)),
  ATR: overBars((bars) => atr(bars, 14)),
  Stochastic: overBars((bars) => slowStochastic(bars, 14, 3)),
  ADX: overBars((bars) => adx(bars, 14)),
  OBV: overBars((bars) => obv(bars)),
  VWAP: overBars((bars) => sessionVwap(bars)),
};
const others = {
  'rolling VWAP': overBars((bars) => rollingVwap(bars, 20)),
  CCI: overBars((bars) => cci(bars, 20)),
  'Williams %R': overBars((bars) => williamsR(bars, 14)),
  MFI: overBars((bars) => mfi(bars, 14)),
  ROC: overBars(({ close }) => roc(close, 10)),
};
const peers = {
  'peer SMA': overPlain((close) => peer.sma(close, 20)),
  'peer EMA': overPlain((close) => peer.ema(close, 20)),
  'peer RSI': overPlain((close) => peer.rsi(close, 14)),
  'peer MACD': overPlain((close) => peer.macd(close, 12, 26, 9)),
  'peer Bollinger': overPlain((close) => peer.bbands(close, 20, 2)),
};

const best = leastMs({ ...families, ...others, ...peers }, ROUNDS);
const usPerSymbol = (ms: number) => (1_000 * ms) / SYMBOLS;
const total = (names: readonly (keyof typeof best)[]) => names.reduce((sum, name) => sum + best[name], 0);
const compared = ['SMA', 'EMA', 'RSI', 'MACD', 'Bollinger'] as const;

console.log(machine());
console.log('\n| indicator | µs a symbol | peer | ratio |\n|---|---|---|---|');
for (const name of Object.keys({ ...families, ...others }) as (keyof typeof best)[]) {
  const theirs = best[`peer ${name}` as keyof typeof best] as number | undefined;
  const comparison =
    theirs === undefined ? ' | ' : `${usPerSymbol(theirs).toFixed(2)} | ${(theirs / best[name]).toFixed(2)}`;
  console.log(`| ${name} | ${usPerSymbol(best[name]).toFixed(2)} | ${comparison} |`);
}
const ratio = total(compared.map((name) => `peer ${name}` as const)) / total(compared);
const perSecond = 1e6 / usPerSymbol(total(Object.keys(families) as (keyof typeof families)[]));
console.log(`\nset of five: ${ratio.toFixed(2)} × @ixjb94/indicators (limit ≥ 1.3)`);
console.log(
  `11 families at ${BARS} bars: ${Math.round(perSecond)} symbols/s (limit ≥ 10,000 on an idle core)`,
);
