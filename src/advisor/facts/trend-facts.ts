import { dateOf } from '#market';
import { directionOf, type NewFact } from './fact.ts';
import type { MarketSubject } from './market-subject.ts';

const QUARTER = 63;

/** Levels of the cap-weighted index on the subject's days, by date. */
export function marketLevels(
  { universe, asOfDay }: MarketSubject,
  sessions: number,
): ReadonlyMap<string, number> {
  const outcome = universe.trends(null, '1d', asOfDay, sessions);
  if (outcome.kind !== 'trends') return new Map();
  return new Map(outcome.trends.points.map(({ date, close }) => [date, close]));
}

/** The trend of the symbol, of the market, and the one against the other. */
export function trendFacts(subject: MarketSubject): NewFact[] {
  const { universe, symbol, asOf, asOfDay } = subject;
  const own = universe.trends(symbol, '1d', asOfDay, 1);
  const market = universe.trends(null, '1d', asOfDay, 1);
  const state = own.kind === 'trends' && own.trends.score !== null ? own.trends.trend : null;
  const score = own.kind === 'trends' ? own.trends.score : null;
  const source =
    'Mean of sign(close − SMA200), sign(SMA50 − SMA200) and the sign of the 63-day slope where |t| > 2';
  return [
    {
      id: 'trend_state',
      label: 'trend',
      value: state,
      unit: 'text',
      terms: ['trend', 'trend state'],
      readings: state === null ? [] : [state],
      asOf,
      subject: symbol,
      source,
    },
    {
      id: 'trend_score',
      label: 'trend score',
      value: score,
      unit: 'number',
      terms: ['trend score', 'score'],
      direction: score === null ? null : directionOf(score),
      readings: state === null ? [] : [state],
      asOf,
      subject: symbol,
      source,
    },
    {
      id: 'market_trend',
      label: 'trend of the market',
      value: market.kind === 'trends' && market.trends.score !== null ? market.trends.trend : null,
      unit: 'text',
      terms: ['market', 'market trend'],
      readings: market.kind === 'trends' && market.trends.score !== null ? [market.trends.trend] : [],
      asOf,
      source: 'The same score of the cap-weighted index, with breadth',
      reason: 'The market has too little history.',
    },
    relativeFact(subject),
  ];
}

/** Change against the market's over the quarter, in percentage points. */
function relativeFact(subject: MarketSubject): NewFact {
  const { daily, symbol, asOf } = subject;
  const levels = marketLevels(subject, 2 * QUARTER);
  const first = daily.days.length - 1 - QUARTER;
  const change = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? Number.NaN : 100 * (to / from - 1);
  const dates = [first, daily.days.length - 1].map((i) => dateOf(daily.days[i] ?? 0));
  const market = change(levels.get(dates[0] ?? ''), levels.get(dates[1] ?? ''));
  const value = first < 0 ? Number.NaN : change(daily.close[first], daily.close.at(-1)) - market;
  return {
    id: 'relative_63d',
    label: 'change against the market over the quarter',
    value,
    unit: 'percent',
    terms: ['market', 'index', 'relative performance'],
    period: 'quarter',
    direction: directionOf(value),
    betterWhen: 1,
    asOf,
    subject: symbol,
    source: 'Change over 63 sessions less that of the cap-weighted index, percentage points',
    reason: 'The symbol or the index has fewer than 64 sessions, or no share counts are known.',
  };
}
