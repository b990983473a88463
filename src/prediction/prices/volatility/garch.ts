import type { VolatilityModel } from './volatility-model.ts';

const REACTIONS = [0.03, 0.06, 0.1];
const ASYMMETRIES = [0, 0.1];
const PERSISTENCES = [0.93, 0.97, 0.985, 0.995];
/** How long the likelihood of a parameter set is remembered. */
const MEMORY = 0.998;
/** Of Student's t: days that make the news should not decide the parameters alone. */
const DEGREES_OF_FREEDOM = 5;

/**
 * GARCH(1,1) with an asymmetric term (Bollerslev 1986; Glosten, Jagannathan and Runkle 1993) and variance targeting. Its parameters
 * are not fitted but weighed: a grid of them runs side by side, each weighted by its likelihood so far under Student's
 * t, so a step costs the same as the one before and never diverges.
 */
export function createGarch(start: number): VolatilityModel {
  const grid = REACTIONS.flatMap((reaction) =>
    ASYMMETRIES.flatMap((asymmetry) =>
      PERSISTENCES.map((persistence) => ({ reaction, asymmetry, persistence, variance: start, fit: 0 })),
    ),
  );
  let target = start;
  let days = 20;
  return {
    name: 'garch',
    next({ move }) {
      const square = move * move;
      days += 1;
      target += (square - target) / days;
      let best = Number.NEGATIVE_INFINITY;
      for (const member of grid) {
        const { reaction, asymmetry, persistence } = member;
        member.fit = MEMORY * member.fit + studentFit(square, member.variance);
        if (member.fit > best) best = member.fit;
        const shock = (reaction + (move < 0 ? asymmetry : 0)) * square;
        const decay = persistence - reaction - asymmetry / 2;
        member.variance = (1 - persistence) * target + shock + decay * member.variance;
      }
      let weights = 0;
      let sum = 0;
      for (const { fit, variance } of grid) {
        const weight = Math.exp(fit - best);
        weights += weight;
        sum += weight * variance;
      }
      return sum / weights;
    },
  };
}

/** Log-likelihood, up to a constant, of a squared return under Student's t of that variance. */
export function studentFit(square: number, variance: number): number {
  const scale = (DEGREES_OF_FREEDOM - 2) * variance;
  return -0.5 * Math.log(variance) - ((DEGREES_OF_FREEDOM + 1) / 2) * Math.log1p(square / scale);
}
