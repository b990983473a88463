/**
 * Sums of products of a series with its own lags, for every end at once: products of equal distance are summed up front,
 * so that the normal equations of any end cost nothing but differences.
 */
export class LagProducts {
  readonly values: Float64Array;
  readonly #prefixes = new Map<number, Float64Array>();
  readonly #sums: Float64Array;

  constructor(values: Float64Array) {
    this.values = values;
    this.#sums = new Float64Array(values.length + 1);
    for (let t = 0; t < values.length; t++)
      this.#sums[t + 1] = (this.#sums[t] as number) + (values[t] as number);
  }

  /** Σ z[t − a]·z[t − b] over from ≤ t < to. */
  product(a: number, b: number, from: number, to: number): number {
    const distance = Math.abs(a - b);
    const prefix = this.#prefixes.get(distance) ?? this.#sumUp(distance);
    const shift = Math.max(a, b);
    return (prefix[to - shift] as number) - (prefix[from - shift] as number);
  }

  /** Σ z[t − a] over from ≤ t < to. */
  sum(a: number, from: number, to: number): number {
    return (this.#sums[to - a] as number) - (this.#sums[from - a] as number);
  }

  #sumUp(distance: number): Float64Array {
    const z = this.values;
    const n = z.length - distance;
    const prefix = new Float64Array(Math.max(0, n) + 1);
    for (let s = 0; s < n; s++)
      prefix[s + 1] = (prefix[s] as number) + (z[s] as number) * (z[s + distance] as number);
    this.#prefixes.set(distance, prefix);
    return prefix;
  }
}
