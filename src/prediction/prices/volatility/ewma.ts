import type { VolatilityModel } from './volatility-model.ts';

/** Exponentially weighted mean of squared returns (RiskMetrics 1996). `start` is the variance before the first day. */
export function createEwma(start: number, decay: number): VolatilityModel {
  let variance = start;
  return {
    name: 'ewma',
    next({ move }) {
      variance = decay * variance + (1 - decay) * move * move;
      return variance;
    },
  };
}
