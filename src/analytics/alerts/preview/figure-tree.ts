/** What a run of values comes to. */
export interface Figures {
  readonly count: number;
  readonly sum: number;
  readonly highest: number;
  readonly lowest: number;
}

/** Figures of any run of slices, in the logarithm of their number: each node holds those of the two below it. */
export class FigureTree {
  readonly #size: number;
  readonly #nodes: Figures[];

  constructor(slices: readonly Figures[]) {
    this.#size = slices.length;
    this.#nodes = [...slices, ...slices];
    for (let node = this.#size - 1; node > 0; node -= 1)
      this.#nodes[node] = together(this.#nodes[2 * node], this.#nodes[2 * node + 1]);
  }

  /** Of the slices from one place to before another; undefined where there are none. */
  over(from: number, to: number): Figures | undefined {
    let figures: Figures | undefined;
    let [low, high] = [from + this.#size, to + this.#size];
    while (low < high) {
      if (low % 2 === 1) figures = together(figures, this.#nodes[low++]);
      if (high % 2 === 1) figures = together(figures, this.#nodes[--high]);
      low = Math.floor(low / 2);
      high = Math.floor(high / 2);
    }
    return figures;
  }
}

function together(one: Figures | undefined, other: Figures | undefined): Figures {
  if (one === undefined || other === undefined) return one ?? other ?? NOTHING;
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    highest: Math.max(one.highest, other.highest),
    lowest: Math.min(one.lowest, other.lowest),
  };
}

const NOTHING: Figures = { count: 0, sum: 0, highest: -Infinity, lowest: Infinity };
