/** Sizes of absolute errors, in units of sigma, that a Student t of 5 degrees of freedom leaves behind: where all begins. */
const PRIOR_SCORES = [0.05, 0.15, 0.26, 0.36, 0.47, 0.58, 0.71, 0.85, 1.0, 1.18, 1.42, 1.8, 2.6];

/**
 * The last `size` scores, kept sorted. Before there are that many, a few prior ones stand in; each leaves when a real
 * one takes its place.
 */
export class ScoreWindow {
  private readonly size: number;
  private readonly order: Float64Array;
  private readonly sorted: Float64Array;
  private count = 0;
  private next = 0;

  constructor(size: number) {
    this.size = size;
    this.order = new Float64Array(size);
    this.sorted = new Float64Array(size);
    for (const score of PRIOR_SCORES) this.add(score);
  }

  add(score: number): void {
    if (this.count === this.size) this.remove(this.order[this.next]!);
    this.order[this.next] = score;
    this.next = (this.next + 1) % this.size;
    const place = this.place(score);
    this.sorted.copyWithin(place + 1, place, this.count);
    this.sorted[place] = score;
    this.count += 1;
  }

  /** The score that a share of scores does not exceed, with the correction for a finite sample. */
  quantile(share: number): number {
    const rank = share * (this.count + 1) - 1;
    const below = Math.max(0, Math.min(this.count - 1, Math.floor(rank)));
    const above = Math.min(this.count - 1, below + 1);
    const part = Math.max(0, Math.min(1, rank - below));
    return this.sorted[below]! * (1 - part) + this.sorted[above]! * part;
  }

  private remove(score: number): void {
    const place = this.place(score);
    this.sorted.copyWithin(place, place + 1, this.count);
    this.count -= 1;
  }

  /** Index of the first sorted score not below `score`. */
  private place(score: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]! < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Half-widths, for ascending levels, of prediction intervals in units of sigma: conformal quantiles over a trailing window, each level's
 * miss rate steered by its own record (adaptive conformal inference, Gibbs and Candès 2021).
 */
export class AdaptiveConformal {
  private readonly levels: readonly number[];
  private readonly window: ScoreWindow;
  private readonly steered: Float64Array;
  private readonly rate: number;

  constructor(levels: readonly number[], windowSize: number, rate: number) {
    this.levels = levels;
    this.window = new ScoreWindow(windowSize);
    this.steered = Float64Array.from(levels);
    this.rate = rate;
  }

  /** Half-width of each level; a wider level is never narrower. */
  halfWidths(): Float64Array {
    const widths = Float64Array.from(this.steered, (share) => this.window.quantile(share));
    for (let k = 1; k < widths.length; k++) widths[k] = Math.max(widths[k]!, widths[k - 1]!);
    return widths;
  }

  /** Learns how far the outcome was off, and how wide the intervals that were given for it had been. */
  learn(score: number, halfWidths: ArrayLike<number>): void {
    this.window.add(score);
    for (const [k, level] of this.levels.entries()) {
      const missed = score > halfWidths[k]! ? 1 : 0;
      const share = this.steered[k]! + this.rate * (missed - (1 - level));
      this.steered[k] = Math.max(level - (1 - level), Math.min(1 - (1 - level) / 4, share));
    }
  }
}
