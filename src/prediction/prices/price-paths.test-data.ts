import type { PriceHistory } from './price-history.ts';

/** Standard normal numbers, the same for the same seed. */
export function createNormal(seed: number): () => number {
  let state = seed;
  // mulberry32
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return (((bits ^ (bits >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Closes whose log returns are `next(i, previous return)`, starting at 100. */
export function closesOf(length: number, next: (i: number, previous: number) => number): Float64Array {
  const close = new Float64Array(length).fill(100);
  let previous = 0;
  for (let i = 1; i < length; i++) {
    previous = next(i, previous);
    close[i] = close[i - 1]! * Math.exp(previous);
  }
  return close;
}

/** A random walk whose volatility follows GARCH(1,1), with bars around its closes. */
export function garchHistory(length: number, seed: number): PriceHistory {
  const normal = createNormal(seed);
  let variance = 1e-4;
  const close = closesOf(length, (_, previous) => {
    variance = 2e-6 + 0.08 * previous * previous + 0.9 * variance;
    return Math.sqrt(variance) * normal();
  });
  const open = close.map((price, i) => close[i - 1] ?? price);
  const high = close.map((price, i) => Math.max(price, open[i]!) * (1 + 0.003 * Math.abs(normal())));
  const low = close.map((price, i) => Math.min(price, open[i]!) * (1 - 0.003 * Math.abs(normal())));
  const volume = close.map(() => 1e6 * Math.exp(0.3 * normal()));
  return { close, range: { open, high, low }, volume };
}

/** The first `length` bars. */
export function firstBars({ close, range, volume, market }: PriceHistory, length: number): PriceHistory {
  const cut = (column: Float64Array) => column.slice(0, length);
  return {
    close: cut(close),
    ...(range && { range: { open: cut(range.open), high: cut(range.high), low: cut(range.low) } }),
    ...(volume && { volume: cut(volume) }),
    ...(market && { market: cut(market) }),
  };
}
