import type { BarColumns } from '../bars.ts';
import { type Incremental, requirePeriod } from './incremental.ts';
import { Sma, sma } from './sma.ts';
import { typicalPrice } from './typical-price.ts';

type PricedVolume = Pick<BarColumns, 'high' | 'low' | 'close' | 'volume'>;

/**
 * Volume-weighted average of the typical price since the start of the session; NaN until something has traded.
 * `sessions` gives each bar's session (any number, such as its day); without it the whole range is one session.
 */
export function sessionVwap(
  bars: PricedVolume,
  sessions?: ArrayLike<number>,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  const n = out.length;
  let value = 0;
  let volume = 0;
  for (let i = 0; i < n; i++) {
    if (sessions !== undefined && i > 0 && sessions[i] !== sessions[i - 1]) value = volume = 0;
    value += typicalPrice(bars, i) * bars.volume[i]!;
    volume += bars.volume[i]!;
    out[i] = value / volume;
  }
  return out;
}

/** Volume-weighted average of the typical price over the last `period` bars; NaN also where none of them traded. */
export function rollingVwap(
  bars: PricedVolume,
  period = 20,
  out: Float64Array = new Float64Array(bars.close.length),
): Float64Array {
  requirePeriod(period);
  const n = out.length;
  const value = new Float64Array(n);
  for (let i = 0; i < n; i++) value[i] = typicalPrice(bars, i) * bars.volume[i]!;
  sma(value, period, out);
  const volume = sma(bars.volume, period, value);
  for (let i = 0; i < n; i++) out[i] = out[i]! / volume[i]!;
  return out;
}

/** Twin of `sessionVwap`: call `startSession` before a session's first bar. */
export class SessionVwap implements Incremental<PricedVolume> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  /** Traded value, traded volume. */
  private readonly memory = new Float64Array(2);

  constructor() {
    this.state = [this.value, this.memory];
  }

  startSession(): void {
    this.memory.fill(0);
  }

  next(bars: PricedVolume, index: number): void {
    const { memory } = this;
    const volume = bars.volume[index]!;
    memory[0] = memory[0]! + typicalPrice(bars, index) * volume;
    memory[1] = memory[1]! + volume;
    this.value[0] = memory[0] / memory[1];
  }
}

/** Twin of `rollingVwap`. */
export class RollingVwap implements Incremental<PricedVolume> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly meanValue: Sma;
  private readonly meanVolume: Sma;
  private readonly traded = new Float64Array(1);

  constructor(period = 20) {
    this.meanValue = new Sma(period);
    this.meanVolume = new Sma(period);
    this.state = [this.value, ...this.meanValue.state, ...this.meanVolume.state];
  }

  next(bars: PricedVolume, index: number): void {
    this.traded[0] = typicalPrice(bars, index) * bars.volume[index]!;
    this.meanValue.next(this.traded, 0);
    this.meanVolume.next(bars.volume, index);
    this.value[0] = this.meanValue.value[0]! / this.meanVolume.value[0]!;
  }
}
