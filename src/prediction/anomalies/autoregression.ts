import type { Arena } from './arena.ts';
import type { Moments } from './moments.ts';
import type { Recent } from './recent.ts';

const ORDER = 8;
const SIZE = ORDER + 1;
const FORGETTING = 0.9995;
const FIRST_COVARIANCE = 100;
/** An outlier teaches no more than this many standard deviations would. */
const MOST_TAUGHT = 5;
/** Without new information recursive least squares lets its covariance grow without bound. */
const LARGEST_TRACE = 1e6;

/** Foretells a value from the eight before it; recursive least squares with forgetting. */
export interface Autoregression {
  /** What the value differs from what was foretold, 0 until there are enough; learns the value. */
  residual(value: number): number;
}

/**
 * @param before the values before the one to foretell
 * @param scale moments that include it
 */
export function createAutoregression(arena: Arena, before: Recent, scale: Moments): Autoregression {
  const covariance = arena.numbers(SIZE * SIZE);
  const weights = arena.numbers(SIZE);
  const regressors = new Float64Array(SIZE);
  const gain = new Float64Array(SIZE);

  function begin(): void {
    weights[1] = 1;
    for (let i = 0; i < SIZE; i++) covariance[i * SIZE + i] = FIRST_COVARIANCE;
  }

  function look(spread: number): void {
    regressors[0] = 1;
    for (let lag = 0; lag < ORDER; lag++) regressors[lag + 1] = (before.ago(lag) - scale.mean) / spread;
  }

  function learn(error: number): void {
    let denominator = FORGETTING;
    for (let row = 0; row < SIZE; row++) {
      let sum = 0;
      for (let column = 0; column < SIZE; column++)
        sum += covariance[row * SIZE + column]! * regressors[column]!;
      gain[row] = sum;
      denominator += sum * regressors[row]!;
    }
    const step = Math.max(-MOST_TAUGHT, Math.min(MOST_TAUGHT, error)) / denominator;
    let trace = 0;
    for (let row = 0; row < SIZE; row++) {
      weights[row]! += gain[row]! * step;
      for (let column = 0; column < SIZE; column++) {
        const at = row * SIZE + column;
        covariance[at] = (covariance[at]! - (gain[row]! * gain[column]!) / denominator) / FORGETTING;
      }
      trace += covariance[row * SIZE + row]!;
    }
    if (trace > LARGEST_TRACE) for (let at = 0; at < covariance.length; at++) covariance[at]! *= 0.5;
  }

  return {
    residual(value) {
      if (scale.count <= SIZE) {
        if (scale.count === 1) begin();
        return 0;
      }
      const spread = scale.standardDeviation + 1e-12;
      look(spread);
      let error = (value - scale.mean) / spread;
      for (let i = 0; i < SIZE; i++) error -= weights[i]! * regressors[i]!;
      learn(error);
      return error * spread;
    },
  };
}
