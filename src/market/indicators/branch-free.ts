/**
 * Whether a price rose is a coin toss: a processor mispredicts a branch on it half the time, and then waits longer
 * than the whole arithmetic takes. These say the same without a branch, exactly.
 */

/** max(x, 0). */
export function positivePart(x: number): number {
  return (x + Math.abs(x)) / 2;
}

/** 1 where a > b, else 0. */
export function exceeds(a: number, b: number): number {
  return Number(a > b);
}
