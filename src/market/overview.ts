import { dateOf } from './bars.ts';
import type { SegmentState } from './market-segment.ts';
import { sectorPerformance } from './sector-performance.ts';
import { indexChange, realisedVolatility, type TotalName, total } from './session-totals.ts';
import { ranked, type SymbolSession, symbolSessions } from './symbol-session.ts';
import { trendAt } from './trend.ts';
import type { Overview, OverviewOptions } from './universe-types.ts';

type Figures = Omit<Overview, 'topGainers' | 'topLosers' | 'mostActiveByVolume' | 'mostActiveByDollarVolume'>;

/** Overview of the session with that index. `instruments` counts the segment's instruments, with bars or not. */
export function overviewOf(
  state: SegmentState,
  session: number,
  instruments: number,
  options: OverviewOptions,
): Overview {
  const rows = symbolSessions(state, session);
  const listed = rows.filter(({ price, volume }) => price * volume >= options.minDollarVolume);
  const top = (key: (row: SymbolSession) => number) => ranked(listed, key, options.limit);
  return {
    ...figures(state, session, instruments, rows),
    topGainers: top((row) => row.changePercent),
    topLosers: top((row) => -row.changePercent),
    mostActiveByVolume: top((row) => row.volume),
    mostActiveByDollarVolume: top((row) => row.price * row.volume),
  };
}

function figures(
  state: SegmentState,
  session: number,
  instruments: number,
  rows: readonly SymbolSession[],
): Figures {
  const { totals, trend } = state;
  const sum = (name: TotalName) => total(totals, session, name);
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const capMembers = sum('marketCapMembers');
  const change = indexChange(totals, session);
  const bands = sum('aboveUpperBand') + sum('insideBands') + sum('belowLowerBand');
  return {
    date: dateOf(totals.sessions[session]!),
    previousDate: session === 0 ? null : dateOf(totals.sessions[session - 1]!),
    symbols: sum('members'),
    totalMarketCap: capMembers === 0 ? null : sum('marketCap'),
    totalMarketCapMembers: capMembers,
    trend: trendAt(trend, session),
    advancers: sum('advancers'),
    decliners: sum('decliners'),
    unchanged: sum('members') - sum('advancers') - sum('decliners'),
    upVolume: sum('upVolume'),
    downVolume: sum('downVolume'),
    new52wHighs: sum('newHigh'),
    new52wLows: sum('newLow'),
    percentAboveSma50: share(100 * sum('aboveSma50'), sum('sma50')),
    percentAboveSma200: share(100 * sum('aboveSma200'), sum('sma200')),
    indexChangePercentCapWeight: Number.isNaN(change) ? null : change,
    indexChangePercentEqualWeight: share(sum('change'), sum('members')),
    realisedVolatility21d: realisedVolatility(totals, session, 21),
    realisedVolatility63d: realisedVolatility(totals, session, 63),
    sectorPerformance: sectorPerformance(rows),
    rsi14Distribution: {
      n: sum('rsiUnder30') + sum('rsi30To50') + sum('rsi50To70') + sum('rsiFrom70'),
      '<30': sum('rsiUnder30'),
      '30-50': sum('rsi30To50'),
      '50-70': sum('rsi50To70'),
      '>=70': sum('rsiFrom70'),
    },
    macdSignals: {
      n: sum('macd'),
      bullish_cross: sum('macdBullishCross'),
      bearish_cross: sum('macdBearishCross'),
      above_signal: sum('macdAboveSignal'),
      below_signal: sum('macdBelowSignal'),
    },
    bollinger: {
      n: bands,
      above_upper: sum('aboveUpperBand'),
      inside: sum('insideBands'),
      below_lower: sum('belowLowerBand'),
    },
    movingAverages: {
      golden_cross: sum('goldenCross'),
      death_cross: sum('deathCross'),
      n200: sum('sma200'),
    },
    coverage: { symbols: instruments, withBar: sum('bars'), withMarketCap: capMembers },
  };
}
