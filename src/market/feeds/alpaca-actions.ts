import { Type } from 'typebox';
import { type Day, dateOf, dayOf } from '../bars.ts';
import type { FeedApi } from './feed-api.ts';

/** Splits and dividends by the day they take effect on. */
export interface CorporateActions {
  /** `split` new shares for one old one, 1 where none; `dividend` cash per share, 0 where none. */
  on(symbol: string, day: Day): { readonly split: number; readonly dividend: number };
}

const Split = Type.Object({
  symbol: Type.String(),
  ex_date: Type.String(),
  new_rate: Type.Number({ exclusiveMinimum: 0 }),
  old_rate: Type.Number({ exclusiveMinimum: 0 }),
});
const Dividend = Type.Object({ symbol: Type.String(), ex_date: Type.String(), rate: Type.Number() });

const Answer = Type.Object({
  corporate_actions: Type.Object({
    forward_splits: Type.Optional(Type.Array(Split)),
    reverse_splits: Type.Optional(Type.Array(Split)),
    cash_dividends: Type.Optional(Type.Array(Dividend)),
  }),
  next_page_token: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

const PAGE = 1_000;

/** Splits and cash dividends of the symbols with an ex-date from `from` to `to`. Several on one day are combined. */
export async function corporateActions(
  api: FeedApi,
  symbols: readonly string[],
  from: Day,
  to: Day,
  signal: AbortSignal,
): Promise<CorporateActions> {
  const splits = new Map<string, number>();
  const dividends = new Map<string, number>();
  const query = {
    symbols: symbols.join(','),
    types: 'forward_split,reverse_split,cash_dividend',
    start: dateOf(from),
    end: dateOf(to),
    limit: PAGE,
  };
  let pageToken: string | null | undefined;
  do {
    const paged = pageToken == null ? query : { ...query, page_token: pageToken };
    const { corporate_actions, next_page_token } = await api.get(
      '/v1/corporate-actions',
      paged,
      Answer,
      signal,
    );
    const { forward_splits = [], reverse_splits = [], cash_dividends = [] } = corporate_actions;
    for (const { symbol, ex_date, new_rate, old_rate } of [...forward_splits, ...reverse_splits]) {
      const key = keyOf(symbol, dayOf(ex_date));
      splits.set(key, (splits.get(key) ?? 1) * (new_rate / old_rate));
    }
    for (const { symbol, ex_date, rate } of cash_dividends) {
      const key = keyOf(symbol, dayOf(ex_date));
      dividends.set(key, (dividends.get(key) ?? 0) + rate);
    }
    pageToken = next_page_token;
  } while (pageToken != null);
  return {
    on: (symbol, day) => ({
      split: splits.get(keyOf(symbol, day)) ?? 1,
      dividend: dividends.get(keyOf(symbol, day)) ?? 0,
    }),
  };
}

function keyOf(symbol: string, day: Day): string {
  return `${symbol} ${day}`;
}
