import type { Arena } from './arena.ts';

const PLACES = 16;
const RADIUS_GROWTH = 1.3;

/** Distance to the nearest of a few remembered points: an online k-centre cover (Charikar et al. 1997). */
export interface Codebook {
  /** NaN until two points are remembered; learns the point. */
  distance(point: Float64Array): number;
}

export function createCodebook(arena: Arena, dimensions: number): Codebook {
  const centres = arena.numbers((PLACES + 1) * dimensions);
  const state = arena.numbers(2);
  const length = () => state[0]!;
  const radius = () => state[1]!;

  function squareTo(centre: number, point: Float64Array, offset = 0): number {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += (centres[centre * dimensions + i]! - point[offset + i]!) ** 2;
    return sum;
  }

  function nearestSquare(point: Float64Array): number {
    let least = Number.POSITIVE_INFINITY;
    for (let centre = 0; centre < length(); centre++) least = Math.min(least, squareTo(centre, point));
    return least;
  }

  /** Widens the radius until so many centres are covered by others that there is room again. */
  function makeRoom(): void {
    while (length() > PLACES) {
      state[1] = radius() === 0 ? leastSeparation() : radius() * RADIUS_GROWTH;
      thinOut();
    }
  }

  function thinOut(): void {
    let kept = 0;
    for (let centre = 0; centre < length(); centre++) {
      const from = centre * dimensions;
      let isCovered = false;
      for (let other = 0; other < kept && !isCovered; other++)
        isCovered = squareTo(other, centres, from) <= radius() ** 2;
      if (isCovered) continue;
      centres.copyWithin(kept * dimensions, from, from + dimensions);
      kept += 1;
    }
    state[0] = kept;
  }

  function leastSeparation(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let a = 1; a < length(); a++)
      for (let b = 0; b < a; b++) least = Math.min(least, squareTo(b, centres, a * dimensions));
    return Math.sqrt(least);
  }

  return {
    distance(point) {
      const square = nearestSquare(point);
      const isKnown = length() > 1;
      if (square > radius() ** 2) {
        centres.set(point, length() * dimensions);
        state[0] = length() + 1;
        makeRoom();
      }
      return isKnown ? Math.sqrt(square) : Number.NaN;
    },
  };
}
