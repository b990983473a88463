import { type Incremental, requirePeriod } from './incremental.ts';

/** Rate of change in percent against `period` bars before; 0 where that value is 0. */
export function roc(
  values: Float64Array,
  period = 10,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  requirePeriod(period);
  const n = values.length;
  out.fill(Number.NaN, 0, Math.min(n, period));
  for (let i = period; i < n; i++) out[i] = changePercent(values[i - period]!, values[i]!);
  return out;
}

function changePercent(before: number, now: number): number {
  return before === 0 ? 0 : 100 * (now / before - 1);
}

/** Twin of `roc`. */
export class Roc implements Incremental<Float64Array> {
  readonly value = Float64Array.of(Number.NaN);
  readonly state: readonly Float64Array[];
  private readonly values: Float64Array;
  /** Values seen up to `period`, place of the oldest. */
  private readonly memory = new Float64Array(2);

  constructor(period = 10) {
    requirePeriod(period);
    this.values = new Float64Array(period);
    this.state = [this.value, this.memory, this.values];
  }

  next(values: Float64Array, index: number): void {
    const { memory } = this;
    const period = this.values.length;
    const place = memory[1]!;
    const x = values[index]!;
    if (memory[0] === period) this.value[0] = changePercent(this.values[place]!, x);
    else memory[0] = memory[0]! + 1;
    this.values[place] = x;
    memory[1] = place + 1 === period ? 0 : place + 1;
  }
}
