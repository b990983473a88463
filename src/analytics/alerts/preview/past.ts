import type { Served } from '../judge.ts';
import { type Observations, observationsOf } from '../observation-store.ts';
import type { WindowFigures } from '../window-store.ts';
import { type Figures, FigureTree } from './figure-tree.ts';

/** Values of a metric within one step. */
export interface Slice extends Figures {
  readonly atMs: number;
  /** When its last value was. */
  readonly newestMs: number;
  readonly simulated: boolean;
}

/** What could be observed of one metric at a moment; nothing of it knows what came later. */
export interface Past {
  readonly observations: Observations;
  /** Moments go forward and lie between slices. */
  moveTo(atMs: number): void;
}

/** Of answers served, `count` is all and `sum` the good ones. */
export function pastOf(slices: readonly Slice[]): Past {
  const tree = new FigureTree(slices);
  let nowMs = Number.NEGATIVE_INFINITY;
  const last = () => slices[placeOf(slices, nowMs) - 1];
  const over = (sinceMs: number, untilMs: number) =>
    tree.over(placeOf(slices, sinceMs), placeOf(slices, untilMs));
  return {
    moveTo(atMs) {
      nowMs = atMs;
    },
    observations: observationsOf({
      async window({ sinceMs, untilMs }): Promise<WindowFigures> {
        const simulated = last()?.simulated ?? false;
        return { ...(over(sinceMs, untilMs ?? nowMs) ?? EMPTY), simulated };
      },
      async newest() {
        const newest = last();
        return newest === undefined ? null : new Date(newest.newestMs);
      },
      async served(_objective, minutes, untilMs): Promise<Served> {
        const found = over(untilMs - minutes * 60_000, untilMs);
        return { all: found?.count ?? 0, good: found?.sum ?? 0 };
      },
    }),
  };
}

const EMPTY = { count: 0, sum: null, highest: null, lowest: null };

/** The first slice that begins at a moment or after it. */
function placeOf(slices: readonly Slice[], ms: number): number {
  let [low, high] = [0, slices.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((slices[middle]?.atMs ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
