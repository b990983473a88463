import { meanOf, type ReturnPanel, TRADING_DAYS } from './panel.ts';

/**
 * Annual return a symbol has compounded at: Π(1 + r)^(252/count) − 1 over its own returns. One value a symbol, as a
 * fraction; NaN without returns.
 */
export function meanHistoricalReturn(returns: ReturnPanel): Float64Array {
  return Float64Array.from(returns.columns, (column) => {
    let logGrowth = 0;
    let count = 0;
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      logGrowth += Math.log1p(value);
      count += 1;
    }
    return count === 0 ? Number.NaN : Math.expm1((logGrowth * TRADING_DAYS) / count);
  });
}

/** Annualised exponentially weighted mean of daily returns; a return `span` days back weighs about 1/e² of today's. */
export function emaHistoricalReturn(returns: ReturnPanel, span = 500): Float64Array {
  const decay = 1 - 2 / (span + 1);
  return Float64Array.from(returns.columns, (column) => {
    let weighted = 0;
    let weights = 0;
    for (const value of column) {
      // A gap ages what came before it, but weighs nothing itself.
      weighted *= decay;
      weights *= decay;
      if (Number.isNaN(value)) continue;
      weighted += value;
      weights += 1;
    }
    return Math.expm1(TRADING_DAYS * Math.log1p(weighted / weights));
  });
}

/**
 * CAPM: rf + β(market − rf), annual. The market is the equal-weighted mean of the symbols where no market returns are
 * given (aligned by row). Source: Sharpe 1964.
 */
export function capmReturn(returns: ReturnPanel, riskFreeRate: number, market?: Float64Array): Float64Array {
  const benchmark = market ?? equalWeighted(returns);
  const benchmarkPanel = { ...returns, symbols: ['market'], columns: [benchmark] };
  const marketReturn = meanHistoricalReturn(benchmarkPanel)[0] as number;
  return Float64Array.from(
    returns.columns,
    (column) => riskFreeRate + betaOf(column, benchmark) * (marketReturn - riskFreeRate),
  );
}

/** Mean of the symbols that have a return, row by row. */
export function equalWeighted(returns: ReturnPanel): Float64Array {
  return Float64Array.from(returns.days, (_, t) =>
    meanOf(Float64Array.from(returns.columns, (column) => column[t] as number)),
  );
}

/** Slope of a symbol's returns on the market's, over the rows both have. */
export function betaOf(values: Float64Array, market: Float64Array): number {
  const rows = Array.from(values.keys()).filter((t) => !Number.isNaN(values[t]) && !Number.isNaN(market[t]));
  const x = Float64Array.from(rows, (t) => market[t] as number);
  const y = Float64Array.from(rows, (t) => values[t] as number);
  const meanX = meanOf(x);
  const meanY = meanOf(y);
  let covariance = 0;
  let variance = 0;
  for (let t = 0; t < x.length; t++) {
    const dx = (x[t] as number) - meanX;
    covariance += dx * ((y[t] as number) - meanY);
    variance += dx * dx;
  }
  return covariance / variance;
}
