// Sums are kept for every block; what is left over is added when it is asked for.
const BLOCK_BITS = 4;
const BLOCK = 1 << BLOCK_BITS;

/**
 * Sums of products of a series with its own lags, for every end at once: products of equal distance are summed up front,
 * so that the normal equations of any end cost nothing but differences.
 */
export class LagProducts {
  readonly values: Float64Array;
  readonly #prefixes: (Float64Array | undefined)[] = [];
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
    const prefix = this.#prefixes[distance] ?? this.#sumUp(distance);
    const shift = Math.max(a, b);
    return this.#upTo(prefix, distance, to - shift) - this.#upTo(prefix, distance, from - shift);
  }

  /** Σ z[t − a] over from ≤ t < to. */
  sum(a: number, from: number, to: number): number {
    return (this.#sums[to - a] as number) - (this.#sums[from - a] as number);
  }

  /** Σ z[s]·z[s + distance] over the first `end` products. */
  #upTo(prefix: Float64Array, distance: number, end: number): number {
    const z = this.values;
    let sum = prefix[end >> BLOCK_BITS] as number;
    for (let s = (end >> BLOCK_BITS) << BLOCK_BITS; s < end; s++)
      sum += (z[s] as number) * (z[s + distance] as number);
    return sum;
  }

  #sumUp(distance: number): Float64Array {
    const z = this.values;
    const blocks = Math.max(0, z.length - distance) >> BLOCK_BITS;
    const prefix = new Float64Array(blocks + 1);
    let sum = 0;
    for (let block = 0; block < blocks; block++) {
      const start = block << BLOCK_BITS;
      for (let s = start; s < start + BLOCK; s++) sum += (z[s] as number) * (z[s + distance] as number);
      prefix[block + 1] = sum;
    }
    this.#prefixes[distance] = prefix;
    return prefix;
  }
}
