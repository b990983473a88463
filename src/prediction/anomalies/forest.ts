import type { Arena } from './arena.ts';
import { createRandom } from './random.ts';

const TREES = 8;
const DEPTH = 5;
const NODES = 2 ** (DEPTH + 1);
/** Points in a node below which it is not looked into any deeper. */
const LEAST_MASS = 10;
const MOST_COUNTED = 60_000;
const SEED = 1;

/** How empty the region of a point is: half-space trees (Tan, Ting & Liu 2011) of fixed random cuts. */
export interface Forest {
  /** Nats: log of points expected over points seen there; learns the point. */
  rarity(point: Float64Array): number;
}

/** The cuts of all trees; the same in every detector, so they are no part of its state. */
interface Cuts {
  readonly dimension: Uint8Array;
  readonly at: Float64Array;
}

/** @param dimensions of points whose coordinates are standardised: about −3 to 3 */
export function createForest(arena: Arena, dimensions: number): Forest {
  const { dimension, at } = cutsOf(dimensions);
  const mass = arena.counts(TREES * NODES);
  const seen = arena.numbers(1);

  function descend(tree: number, point: Float64Array): number {
    let node = 1;
    let scaled = 0;
    for (let depth = 1; depth <= DEPTH; depth++) {
      const parent = tree * NODES + node;
      node = 2 * node + (point[dimension[parent]!]! > at[parent]! ? 1 : 0);
      const count = mass[tree * NODES + node]!;
      mass[tree * NODES + node] = count + 1;
      scaled = count * 2 ** depth;
      if (count < LEAST_MASS) break;
    }
    return scaled;
  }

  return {
    rarity(point) {
      const points = seen[0]!;
      let product = 1;
      for (let tree = 0; tree < TREES; tree++) product *= (points + 1) / (descend(tree, point) + 1);
      seen[0] = points + 1;
      if (points >= MOST_COUNTED) {
        for (let i = 0; i < mass.length; i++) mass[i] = mass[i]! >> 1;
        seen[0] = points / 2;
      }
      return Math.log(product) / TREES;
    },
  };
}

const drawn = new Map<number, Cuts>();

function cutsOf(dimensions: number): Cuts {
  const cuts = drawn.get(dimensions) ?? drawCuts(dimensions);
  drawn.set(dimensions, cuts);
  return cuts;
}

function drawCuts(dimensions: number): Cuts {
  const random = createRandom(SEED);
  const dimension = new Uint8Array(TREES * NODES);
  const at = new Float64Array(TREES * NODES);
  for (let tree = 0; tree < TREES; tree++) {
    const box = Array.from({ length: dimensions }, () => {
      const middle = 2 * random() - 1;
      const half = 3 + 3 * random();
      return { from: middle - half, to: middle + half };
    });
    halve(1, tree, box);
  }
  return { dimension, at };

  function halve(node: number, tree: number, box: readonly { from: number; to: number }[]): void {
    if (node >= NODES) return;
    const chosen = Math.floor(random() * dimensions);
    const side = box[chosen] ?? { from: 0, to: 0 };
    const middle = (side.from + side.to) / 2;
    dimension[tree * NODES + node] = chosen;
    at[tree * NODES + node] = middle;
    halve(2 * node, tree, box.with(chosen, { from: side.from, to: middle }));
    halve(2 * node + 1, tree, box.with(chosen, { from: middle, to: side.to }));
  }
}
