import type { MissingFact, NewFact } from './fact.ts';
import { dividendsOver } from './market-measures.ts';
import type { MarketSubject } from './market-subject.ts';

const YEAR = 252;
const MONTH = 21;

/** What bars and share counts tell of a company. */
export function fundamentalFacts(subject: MarketSubject): NewFact[] {
  const { universe, symbol, asOf, asOfDay, daily, sector } = subject;
  const about = { asOf, subject: symbol } as const;
  const close = daily.close.at(-1) ?? Number.NaN;
  const total = universe.bars(symbol, 'all', asOfDay);
  const paid =
    total.kind === 'bars' && total.bars.close.length === daily.close.length
      ? dividendsOver(daily.close, total.bars.close, YEAR)
      : Number.NaN;
  const traded = daily.close.slice(-MONTH).map((price, i) => price * (daily.volume.slice(-MONTH)[i] ?? 0));
  return [
    {
      ...about,
      id: 'market_cap',
      label: 'market value',
      value: marketCap(subject),
      unit: 'usd',
      terms: ['market value', 'market cap', 'market capitalisation', 'market capitalization'],
      source: 'Shares outstanding, carried over splits, × close',
      reason: 'The number of shares outstanding is not known.',
    },
    {
      ...about,
      id: 'sector',
      label: 'sector',
      value: sector,
      unit: 'text',
      terms: ['sector'],
      source: 'Symbols file',
      reason: 'No sector is known.',
    },
    {
      ...about,
      id: 'dividends_252d',
      label: 'dividends a share over the year',
      value: paid,
      unit: 'usd',
      terms: ['dividends', 'dividends a share'],
      period: 'year',
      source: 'Cash dividends of the last 252 sessions, split-adjusted',
    },
    {
      ...about,
      id: 'dividend_yield',
      label: 'dividend yield',
      value: (100 * paid) / close,
      unit: 'percent',
      terms: ['dividend yield', 'yield'],
      source: 'Dividends of the last 252 sessions over the close',
    },
    {
      ...about,
      id: 'dollar_volume_21d',
      label: 'money traded in a session',
      value: traded.length < MONTH ? Number.NaN : traded.reduce((a, b) => a + b, 0) / traded.length,
      unit: 'usd',
      source: 'Mean of close × volume over 21 sessions',
    },
  ];
}

/** What a fundamental analysis would need and nothing here can know. */
export const ACCOUNTS: readonly MissingFact[] = [
  'revenue',
  'earnings',
  'price_to_earnings',
  'book_value',
].map((id) => ({
  id,
  label: id.replaceAll('_', ' '),
  reason: 'No source of company accounts is connected.',
}));

/** Share counts are as of a day; splits since then restate them as they restate prices. */
function marketCap({ universe, symbol, daily, asOfDay }: MarketSubject): number {
  const instrument = universe.instrument(symbol);
  if (instrument?.sharesOutstanding == null) return Number.NaN;
  const raw = universe.bars(symbol, 'raw', asOfDay);
  if (raw.kind !== 'bars') return Number.NaN;
  const known = instrument.sharesAsOf;
  const at =
    known === null
      ? raw.bars.days.length - 1
      : Math.max(
          0,
          raw.bars.days.findLastIndex((day) => day <= known),
        );
  const restated = universe.bars(symbol, 'splits', asOfDay);
  const ratio =
    restated.kind === 'bars'
      ? (raw.bars.close[at] ?? Number.NaN) / (restated.bars.close[at] ?? Number.NaN)
      : Number.NaN;
  return instrument.sharesOutstanding * ratio * (daily.close.at(-1) ?? Number.NaN);
}
