import type * as Wire from '#contracts/market';
import type {
  CryptoAnalytics,
  Mover,
  Overview,
  SectorPerformance,
  TrendComponents,
} from './universe-types.ts';

/** The overview as the wire contract names its fields. */
export function overviewAnswer(overview: Overview): Wire.MarketOverview {
  return {
    date: overview.date,
    previous_date: overview.previousDate,
    symbols: overview.symbols,
    total_market_cap: overview.totalMarketCap,
    total_market_cap_members: overview.totalMarketCapMembers,
    market_trend: overview.trend.trend,
    trend: { score: overview.trend.score, components: componentsAnswer(overview.trend.components) },
    volatility_index: overview.realisedVolatility21d,
    ...breadthAnswer(overview),
    index_change_percent_cap_weight: overview.indexChangePercentCapWeight,
    index_change_percent_equal_weight: overview.indexChangePercentEqualWeight,
    realised_volatility_21d: overview.realisedVolatility21d,
    realised_volatility_63d: overview.realisedVolatility63d,
    top_gainers: overview.topGainers.map(moverAnswer),
    top_losers: overview.topLosers.map(moverAnswer),
    most_active_by_volume: overview.mostActiveByVolume.map(moverAnswer),
    most_active_by_dollar_volume: overview.mostActiveByDollarVolume.map(moverAnswer),
    sector_performance: sectorAnswers(overview),
    rsi14_distribution: overview.rsi14Distribution,
    macd_signals: overview.macdSignals,
    bollinger: overview.bollinger,
    moving_averages: overview.movingAverages,
  };
}

/** `data` of the market_analytics dashboard. */
export function dashboardAnswer(
  overview: Overview,
  crypto: CryptoAnalytics,
  meta: Wire.MarketMeta,
): Wire.MarketDashboard {
  const sectors = sectorAnswers(overview);
  return {
    market_overview: {
      total_market_cap: overview.totalMarketCap,
      market_trend: overview.trend.trend,
      volatility_index: overview.realisedVolatility21d,
      sector_performance: Object.fromEntries(
        Object.entries(sectors).map(([sector, { change_percent_cap_weight }]) => [
          sector,
          change_percent_cap_weight,
        ]),
      ),
    },
    stock_analytics: {
      top_gainers: overview.topGainers.map(moverAnswer),
      top_losers: overview.topLosers.map(moverAnswer),
      most_active: overview.mostActiveByVolume.map(moverAnswer),
      sector_analysis: sectors,
    },
    crypto_analytics: {
      total_crypto_market_cap: crypto.totalCryptoMarketCap,
      crypto_trend: crypto.cryptoTrend,
      top_crypto_gainers: crypto.topCryptoGainers.map(moverAnswer),
      crypto_volatility: crypto.cryptoVolatility,
      ...(crypto.reason === null ? {} : { reason: crypto.reason }),
    },
    technical_indicators: {
      rsi_distribution: overview.rsi14Distribution,
      macd_signals: overview.macdSignals,
      bollinger_bands: overview.bollinger,
      moving_averages: overview.movingAverages,
    },
    breadth: breadthAnswer(overview),
    meta,
  };
}

function breadthAnswer(overview: Overview): Wire.MarketDashboard['breadth'] {
  return {
    advancers: overview.advancers,
    decliners: overview.decliners,
    unchanged: overview.unchanged,
    up_volume: overview.upVolume,
    down_volume: overview.downVolume,
    new_52w_highs: overview.new52wHighs,
    new_52w_lows: overview.new52wLows,
    percent_above_sma50: overview.percentAboveSma50,
    percent_above_sma200: overview.percentAboveSma200,
  };
}

export function componentsAnswer(components: TrendComponents): Record<string, number | null> {
  return {
    price_vs_sma200: components.priceVsSma200,
    sma50_vs_sma200: components.sma50VsSma200,
    slope_63d: components.slope63d,
    breadth_50: components.breadth50,
    advance_decline_10d: components.advanceDecline10d,
  };
}

function sectorAnswers({ sectorPerformance }: Overview): Record<string, Wire.SectorPerformance> {
  return Object.fromEntries(
    Object.entries(sectorPerformance).map(([sector, performance]) => [sector, sectorAnswer(performance)]),
  );
}

function sectorAnswer(sector: SectorPerformance): Wire.SectorPerformance {
  return {
    members: sector.members,
    change_percent_equal_weight: sector.changePercentEqualWeight,
    change_percent_cap_weight: sector.changePercentCapWeight,
    advancers: sector.advancers,
    decliners: sector.decliners,
    top: sector.top,
    bottom: sector.bottom,
  };
}

function moverAnswer({ symbol, name, price, changePercent, volume }: Mover): Wire.Mover {
  return { symbol, ...(name === null ? {} : { name }), price, change_percent: changePercent, volume };
}
