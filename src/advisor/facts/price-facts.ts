import { type Direction, directionOf, type NewFact } from './fact.ts';
import { changeOver } from './market-measures.ts';
import type { MarketSubject } from './market-subject.ts';

export const PRICE_TERMS = [
  'price',
  'close',
  'closed',
  'closing price',
  'share price',
  'stock price',
  'last price',
];
const CHANGE = 'Price return on split-adjusted closes';

/** What the last session brought, and how the price has moved over the customary spans. */
export function priceFacts(subject: MarketSubject): NewFact[] {
  const { symbol, asOf, daily } = subject;
  return [
    {
      id: 'close',
      label: 'close',
      value: daily.close.at(-1),
      unit: 'usd',
      terms: PRICE_TERMS,
      asOf,
      subject: symbol,
      source: `GET /analytics/market/bars/${symbol}?adjustment=splits`,
    },
    {
      id: 'session',
      label: 'last session',
      value: asOf,
      unit: 'date',
      asOf,
      subject: symbol,
      source: 'Last bar',
    },
    changeFact(subject, 'change_1d', 1, 'day'),
    changeFact(subject, 'change_5d', 5, 'week'),
    changeFact(subject, 'change_21d', 21, 'month'),
    changeFact(subject, 'change_63d', 63, 'quarter'),
    changeFact(subject, 'change_252d', 252, 'year'),
    {
      id: 'bars',
      label: 'sessions of history',
      value: daily.days.length,
      unit: 'count',
      counts: 'sessions',
      asOf,
      subject: symbol,
      source: 'Daily bars of the symbol',
    },
  ];
}

function changeFact(
  { symbol, asOf, daily }: MarketSubject,
  id: string,
  sessions: number,
  period: string,
): NewFact {
  const value = changeOver(daily.close, sessions);
  return {
    id,
    label: `change over the ${period}`,
    value,
    unit: 'percent',
    terms: PRICE_TERMS,
    period,
    direction: directionOf(value),
    betterWhen: 1,
    asOf,
    subject: symbol,
    source: `${CHANGE}, ${sessions} session${sessions === 1 ? '' : 's'}`,
    reason: `It needs ${sessions + 1} sessions; there are ${daily.days.length}.`,
  };
}

/** Which side of a level a figure stands on. */
export function sideOf(figure: number | undefined, level: number | undefined): Direction {
  if (figure === undefined || level === undefined) return 0;
  return figure > level ? 1 : figure < level ? -1 : 0;
}

/** How far the price is from a level, in percent of the level. */
export function gapFact(
  subject: MarketSubject,
  id: string,
  gapTo: string,
  label: string,
  level: number,
): NewFact {
  const value = 100 * ((subject.daily.close.at(-1) ?? Number.NaN) / level - 1);
  return {
    id,
    label: `distance to the ${label}`,
    value,
    unit: 'percent',
    terms: PRICE_TERMS,
    gapTo,
    direction: directionOf(value),
    asOf: subject.asOf,
    subject: subject.symbol,
    source: `Close against the ${label}`,
  };
}
