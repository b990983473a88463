import { directionOf, type NewFact } from './fact.ts';
import type { MarketSubject } from './market-subject.ts';
import { gapFact, sideOf } from './price-facts.ts';

const UNITS = { '1d': 'day', '1w': 'week', '1m': 'month' } as const;

type Level = Pick<NewFact, 'id' | 'label' | 'terms'> & { readonly series: string };

/** Averages: the levels a trend is read from. */
export function averageFacts(subject: MarketSubject): NewFact[] {
  const unit = UNITS[subject.timeframe];
  const average = (bars: number, terms: readonly string[]): NewFact =>
    levelFact(subject, {
      id: `sma${bars}`,
      series: `sma${bars}`,
      label: `${bars}-${unit} average`,
      terms: [...terms, 'moving average', 'averages'],
    });
  const last = (name: string) => subject.series[name]?.at(-1) ?? Number.NaN;
  return [
    average(20, []),
    average(50, ['shorter average', 'short term average', 'medium average']),
    average(200, ['longer average', 'longer one', 'long term average', 'long average']),
    gapFact(subject, 'close_vs_sma50', 'sma50', `50-${unit} average`, last('sma50')),
    gapFact(subject, 'close_vs_sma200', 'sma200', `200-${unit} average`, last('sma200')),
  ];
}

function levelFact(subject: MarketSubject, { series, ...level }: Level): NewFact {
  const { symbol, asOf, daily } = subject;
  const value = subject.series[series]?.at(-1);
  return {
    ...level,
    value,
    unit: 'usd',
    versus: { subjectId: 'close', side: sideOf(daily.close.at(-1), value) },
    asOf,
    subject: symbol,
    source: `GET /analytics/market/indicators/${symbol}?timeframe=${subject.timeframe}`,
  };
}

/** Oscillators, bands and volume. */
export function momentumFacts(subject: MarketSubject): NewFact[] {
  const last = (name: string) => subject.series[name]?.at(-1) ?? Number.NaN;
  return [
    oscillator(subject, 'rsi14', 'RSI', ['rsi', 'relative strength index', 'relative strength'], [30, 70]),
    oscillator(subject, 'stoch_k', 'stochastic', ['stochastic', 'stochastic oscillator'], [20, 80], 'stochK'),
    oscillator(subject, 'mfi14', 'money flow index', ['money flow', 'money flow index', 'mfi'], [20, 80]),
    strengthFact(subject),
    ...macdFacts(subject),
    levelFact(subject, {
      id: 'bb_upper',
      series: 'bbUpper',
      label: 'upper Bollinger band',
      terms: ['upper band', 'upper one', 'upper bollinger band', 'bands'],
    }),
    levelFact(subject, {
      id: 'bb_lower',
      series: 'bbLower',
      label: 'lower Bollinger band',
      terms: ['lower band', 'lower one', 'lower bollinger band', 'bands'],
    }),
    ...rangeFacts(subject, last('atr14')),
    ...volumeFacts(subject),
  ];
}

function oscillator(
  { symbol, asOf, series, timeframe }: MarketSubject,
  id: string,
  label: string,
  terms: readonly string[],
  [low, high]: readonly [number, number],
  name = id,
): NewFact {
  const value = series[name]?.at(-1) ?? Number.NaN;
  const reading = value >= high ? 'overbought' : value <= low ? 'oversold' : 'neutral';
  return {
    id,
    label,
    value,
    unit: 'number',
    precision: 1,
    terms,
    readings: [reading],
    asOf,
    subject: symbol,
    source: `GET /analytics/market/indicators/${symbol}?timeframe=${timeframe}; overbought from ${high}, oversold to ${low}`,
  };
}

function strengthFact({ symbol, asOf, series }: MarketSubject): NewFact {
  const value = series.adx14?.at(-1) ?? Number.NaN;
  return {
    id: 'adx14',
    label: 'ADX',
    value,
    unit: 'number',
    precision: 1,
    terms: ['adx', 'average directional index', 'directional index', 'trend strength'],
    readings: [value >= 25 ? 'strong' : value < 20 ? 'weak' : 'moderate'],
    asOf,
    subject: symbol,
    source: 'Wilder’s average directional index over 14 bars: strong from 25, weak below 20',
  };
}

function macdFacts({ symbol, asOf, series }: MarketSubject): NewFact[] {
  const [line, signal, histogram] = ['macd', 'macdSignal', 'macdHist'].map((name) => series[name]?.at(-1));
  const about = { unit: 'number', asOf, subject: symbol, source: 'MACD of 12, 26 and 9 bars' } as const;
  return [
    { ...about, id: 'macd', label: 'MACD', value: line, terms: ['macd'] },
    {
      ...about,
      id: 'macd_signal',
      label: 'MACD signal line',
      value: signal,
      terms: ['macd', 'signal line'],
      versus: { subjectId: 'macd', side: sideOf(line, signal) },
    },
    {
      ...about,
      id: 'macd_histogram',
      label: 'MACD histogram',
      value: histogram,
      terms: ['macd', 'histogram', 'macd histogram'],
      direction: directionOf(histogram ?? Number.NaN),
    },
  ];
}

function rangeFacts({ symbol, asOf, daily }: MarketSubject, atr: number): NewFact[] {
  const about = { asOf, subject: symbol, source: 'Wilder’s average true range over 14 bars' };
  const terms = ['average true range', 'true range', 'atr'];
  return [
    { ...about, id: 'atr14', label: 'average true range', value: atr, unit: 'usd', terms },
    {
      ...about,
      id: 'atr_percent',
      label: 'average true range in percent of the price',
      value: (100 * atr) / (daily.close.at(-1) ?? Number.NaN),
      unit: 'percent',
      terms,
    },
  ];
}

const VOLUME_SESSIONS = 21;

/** A session that goes on has only a part of its volume, which compares with nothing. */
function volumeFacts({ symbol, asOf, daily: { volume }, underWay }: MarketSubject): NewFact[] {
  const last = underWay ? Number.NaN : (volume.at(-1) ?? Number.NaN);
  const goesOn = 'The session is under way: its volume is not whole yet.';
  const earlier = volume.slice(-VOLUME_SESSIONS - 1, -1);
  const mean =
    earlier.length < VOLUME_SESSIONS ? Number.NaN : earlier.reduce((a, b) => a + b, 0) / earlier.length;
  const gap = 100 * (last / mean - 1);
  return [
    {
      id: 'volume',
      label: 'volume',
      value: last,
      unit: 'count',
      counts: 'shares',
      terms: ['volume'],
      asOf,
      subject: symbol,
      source: 'Volume of the last session, split-adjusted',
      ...(underWay ? { reason: goesOn } : {}),
    },
    {
      id: 'volume_vs_average',
      label: 'volume against its monthly average',
      value: gap,
      unit: 'percent',
      precision: 0,
      terms: ['volume'],
      period: 'month',
      gapTo: 'volume_average',
      direction: directionOf(gap, 0),
      asOf,
      subject: symbol,
      source: `Volume against the mean of the ${VOLUME_SESSIONS} sessions before`,
      reason: underWay ? goesOn : 'Fewer than 22 sessions, or none of them traded.',
    },
  ];
}

/** What the signals say together; each is bullish above its level and bearish below. */
export function signalFacts(subject: MarketSubject): { facts: NewFact[]; signs: number[] } {
  const close = subject.daily.close.at(-1);
  const last = (name: string) => subject.series[name]?.at(-1);
  const pairs: [number | undefined, number | undefined][] = [
    [close, last('sma50')],
    [close, last('sma200')],
    [last('sma50'), last('sma200')],
    [last('macdHist'), 0],
    [last('rsi14'), 50],
    [last('plusDI14'), last('minusDI14')],
    [last('roc10'), 0],
  ];
  const defined = pairs.filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const signs = defined.map(([a, b]) => sideOf(a, b));
  const about = {
    unit: 'count',
    counts: 'signals',
    asOf: subject.asOf,
    subject: subject.symbol,
    source:
      'Close against SMA 50 and 200, SMA 50 against 200, MACD histogram, RSI against 50, +DI against −DI, ROC 10',
  } as const;
  const count = (sign: number) => signs.filter((it) => it === sign).length;
  const some = (value: number) => (signs.length === 0 ? Number.NaN : value);
  return {
    signs,
    facts: [
      { ...about, id: 'signals_total', label: 'signals', value: some(signs.length) },
      {
        ...about,
        id: 'signals_bullish',
        label: 'bullish signals',
        value: some(count(1)),
        readings: ['bullish', 'upward', 'positive'],
      },
      {
        ...about,
        id: 'signals_bearish',
        label: 'bearish signals',
        value: some(count(-1)),
        readings: ['bearish', 'downward', 'negative'],
      },
    ],
  };
}
