import type { CryptoAnalytics, NoMarketData, Overview } from './universe-types.ts';

/** Condenses the overview of asset class `crypto`; null figures and the reason where there is none. */
export function cryptoAnalytics(
  outcome: { kind: 'overview'; overview: Overview } | NoMarketData,
): CryptoAnalytics {
  if (outcome.kind === 'no-market-data') {
    return {
      totalCryptoMarketCap: null,
      cryptoTrend: null,
      topCryptoGainers: [],
      cryptoVolatility: null,
      reason:
        outcome.firstDate === null
          ? 'There are no bars of asset class crypto.'
          : `The first crypto session is ${outcome.firstDate}.`,
    };
  }
  const { overview } = outcome;
  return {
    totalCryptoMarketCap: overview.totalMarketCap,
    cryptoTrend: overview.trend.score === null ? null : overview.trend.trend,
    topCryptoGainers: overview.topGainers,
    cryptoVolatility: overview.realisedVolatility21d,
    reason: null,
  };
}
