import { dateOf } from '#market';
import { directionOf, type NewFact } from './fact.ts';
import { betaOf, drawdownOver, returnsOf, tailOf, volatilityOver } from './market-measures.ts';
import type { MarketSubject } from './market-subject.ts';
import { PRICE_TERMS, sideOf } from './price-facts.ts';
import { marketLevels } from './trend-facts.ts';

const [MONTH, YEAR] = [21, 252];

/** How much the price moves and has fallen; the past year unless told. */
export function riskFacts(subject: MarketSubject): NewFact[] {
  const { returns, daily, symbol, asOf } = subject;
  const about = { asOf, subject: symbol } as const;
  const { var95, cvar95 } = tailOf(returns, YEAR);
  return [
    ...volatilityFacts(subject),
    {
      ...about,
      id: 'max_drawdown_252d',
      label: 'maximum drawdown of the year',
      value: drawdownOver(daily.close, YEAR),
      unit: 'percent',
      terms: ['drawdown', 'maximum drawdown'],
      period: 'year',
      direction: -1,
      rank: 'highest',
      source: 'Largest fall from an earlier high close within 252 sessions',
    },
    {
      ...about,
      id: 'var_95',
      label: 'one-day value at risk',
      value: var95,
      unit: 'percent',
      terms: ['value at risk', 'var'],
      source: 'The loss that 95 % of the last 252 days did not exceed',
    },
    {
      ...about,
      id: 'cvar_95',
      label: 'one-day expected shortfall',
      value: cvar95,
      unit: 'percent',
      terms: ['expected shortfall', 'cvar', 'shortfall'],
      source: 'Mean loss of the worst 5 % of the last 252 days',
    },
    betaFact(subject),
    ...extremeFacts(subject),
  ];
}

function volatilityFacts({ returns, symbol, asOf }: MarketSubject): NewFact[] {
  const month = volatilityOver(returns, MONTH);
  const year = volatilityOver(returns, YEAR);
  const ratio = month / year;
  const reading = ratio > 1.25 ? ['high', 'elevated'] : ratio < 0.8 ? ['low', 'subdued'] : [];
  const about = { unit: 'percent', precision: 1, asOf, subject: symbol, terms: ['volatility'] } as const;
  return [
    {
      ...about,
      id: 'volatility_21d',
      label: 'volatility over the month',
      value: month,
      period: 'month',
      readings: reading,
      source:
        'Sample standard deviation of 21 daily returns × √252; high above 1.25 times that of the year, low below 0.8',
    },
    {
      ...about,
      id: 'volatility_252d',
      label: 'volatility over the year',
      value: year,
      period: 'year',
      versus: { subjectId: 'volatility_21d', side: sideOf(month, year) },
      source: 'Sample standard deviation of 252 daily returns × √252',
    },
  ];
}

function betaFact(subject: MarketSubject): NewFact {
  const { daily, returns, symbol, asOf } = subject;
  const own = new Map<string, number>();
  const from = Math.max(1, daily.days.length - YEAR);
  for (let i = from; i < daily.days.length; i++)
    own.set(dateOf(daily.days[i] ?? 0), returns[i - 1] ?? Number.NaN);
  const levels = [...marketLevels(subject, YEAR + 1)];
  const changes = returnsOf(Float64Array.from(levels, ([, level]) => level));
  const market = new Map(levels.slice(1).map(([date], i) => [date, changes[i] ?? Number.NaN]));
  return {
    id: 'beta',
    label: 'beta',
    value: betaOf(own, market),
    unit: 'number',
    terms: ['beta', 'market'],
    asOf,
    subject: symbol,
    source: 'Slope of the daily returns on those of the cap-weighted index, up to 252 sessions',
    reason: 'Fewer than 60 days have a return of both the symbol and the index.',
  };
}

function extremeFacts({ daily, returns, symbol, asOf }: MarketSubject): NewFact[] {
  const about = { asOf, subject: symbol, period: 'year' } as const;
  const close = daily.close.at(-1) ?? Number.NaN;
  const high = daily.high.slice(-YEAR).reduce((a, b) => Math.max(a, b), -Infinity);
  const low = daily.low.slice(-YEAR).reduce((a, b) => Math.min(a, b), Infinity);
  const fromHigh = 100 * (close / high - 1);
  const moves = returns.slice(-YEAR).filter(Number.isFinite);
  const enough = moves.length >= MONTH;
  const best = enough ? 100 * moves.reduce((a, b) => Math.max(a, b)) : Number.NaN;
  const worst = enough ? 100 * moves.reduce((a, b) => Math.min(a, b)) : Number.NaN;
  const level = { ...about, unit: 'usd', source: 'Within the last 252 sessions' } as const;
  return [
    {
      ...level,
      id: 'high_252d',
      label: 'yearly high',
      value: high,
      terms: ['yearly high', 'high of the year', 'the high', 'range'],
      versus: { subjectId: 'close', side: sideOf(close, high) },
    },
    {
      ...level,
      id: 'low_252d',
      label: 'yearly low',
      value: low,
      terms: ['yearly low', 'low of the year', 'the low', 'range'],
      versus: { subjectId: 'close', side: sideOf(close, low) },
    },
    {
      ...about,
      id: 'from_high_252d',
      label: 'distance to the yearly high',
      value: fromHigh,
      unit: 'percent',
      terms: PRICE_TERMS,
      gapTo: 'high_252d',
      direction: directionOf(fromHigh),
      source: 'Close against the highest price of the last 252 sessions',
    },
    {
      ...about,
      id: 'best_day_252d',
      label: 'best day of the year',
      value: best,
      unit: 'percent',
      rank: 'highest',
      terms: ['best day'],
      direction: directionOf(best),
      source: 'Largest daily return of the last 252',
    },
    {
      ...about,
      id: 'worst_day_252d',
      label: 'worst day of the year',
      value: worst,
      unit: 'percent',
      rank: 'lowest',
      terms: ['worst day'],
      direction: directionOf(worst),
      source: 'Smallest daily return of the last 252',
    },
  ];
}
