import type { Universe } from '#market';
import type { Fact, FactTable } from '../../src/advisor/facts/fact.ts';
import { marketFacts } from '../../src/advisor/facts/market-facts.ts';
import { marketNames, namesOf } from '../../src/advisor/facts/market-names.ts';
import { marketSubject } from '../../src/advisor/facts/market-subject.ts';
import { idOf, newsFacts } from '../../src/advisor/facts/news-facts.ts';
import { portfolioFacts } from '../../src/advisor/facts/portfolio-facts.ts';
import { createUniverse } from '../../src/market/universe.ts';
import { barsOf, instrument, type Row } from '../support/market.ts';
import { MARKET_TEXTS } from './market-corpus.ts';
import { NEWS_TEXTS } from './news-corpus.ts';
import { PORTFOLIO_TEXTS } from './portfolio-corpus.ts';

/** mulberry32, as everywhere a test needs chance it can repeat. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const COMPANIES = [
  ['AAPL', 'Apple Inc.', 'Information Technology'],
  ['MSFT', 'Microsoft Corporation', 'Information Technology'],
  ['KO', 'The Coca-Cola Company', 'Consumer Staples'],
  ['JPM', 'JPMorgan Chase & Co.', 'Financials'],
  ['XOM', 'Exxon Mobil Corporation', 'Energy'],
  ['MMM', '3M Company', 'Industrials'],
  ['F', 'Ford Motor Company', 'Consumer Discretionary'],
  ['A', 'Agilent Technologies Inc.', 'Health Care'],
  ['BRK.B', 'Berkshire Hathaway Inc.', 'Financials'],
  ['NVDA', 'NVIDIA Corporation', 'Information Technology'],
  ['TGT', 'Target Corporation', 'Consumer Staples'],
  ['NEE', 'NextEra Energy Inc.', 'Utilities'],
] as const;

/** Made-up prices of real names: twelve walks of 300 sessions with drifts of both signs, volume, splits, dividends. */
export function madeUniverse(seed: number): Universe {
  const random = randomOf(seed);
  const bars = COMPANIES.map(([symbol], k) => {
    let price = 20 + 180 * random();
    const drift = (random() - 0.5) * 0.004;
    const noise = 0.008 + 0.03 * random();
    const rows = Array.from({ length: 300 }, (_, t): Row => {
      const turn = t > 230 && k % 3 === 0 ? -2 * drift : drift;
      price = Math.max(1, price * (1 + turn + noise * (random() + random() - 1)));
      const spread = price * noise * random();
      return {
        date: new Date(Date.UTC(2025, 0, 1 + t)).toISOString().slice(0, 10),
        close: price,
        open: price - spread / 3,
        high: price + spread,
        low: price - spread,
        volume: Math.round(1e6 * (0.5 + random())),
        dividend: t % 63 === 62 ? 0.005 * price : 0,
      };
    });
    return barsOf(symbol, rows);
  });
  const instruments = COMPANIES.map(([symbol, name, sector], k) =>
    instrument(symbol, { name, sector, sharesOutstanding: 1e9 * (k + 1), sharesAsOf: 20_100 }),
  );
  return createUniverse(instruments, bars);
}

/** The comprehensive facts of every company of a made universe. */
export function marketTables(seed: number): FactTable[] {
  const universe = madeUniverse(seed);
  return COMPANIES.map(([symbol]) => {
    const subject = marketSubject(universe, symbol, '1d');
    if (subject === undefined) throw new Error(`no bars of ${symbol}`);
    return marketFacts(subject, 'comprehensive').table;
  });
}

export function portfolioTable(seed: number): { table: FactTable; names: Names } {
  const random = randomOf(seed);
  const universe = madeUniverse(seed);
  const chosen = COMPANIES.filter(() => random() < 0.5).slice(0, 6);
  const held = chosen.length > 1 ? chosen : COMPANIES.slice(0, 3);
  const shares = () => {
    const raw = held.map(() => 0.05 + random());
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => value / sum);
  };
  const [before, after, risk] = [shares(), shares(), shares()];
  const table = portfolioFacts({
    before: assessment(random),
    after: assessment(random),
    weights: held.map(([symbol, name], k) => ({
      symbol,
      names: namesOf({ name }),
      before: before[k] ?? 0,
      after: after[k] ?? 0,
      riskShareBefore: risk[k] ?? 0,
      riskShareAfter: risk[k] ?? 0,
    })),
    valueUsd: 1e5 * (1 + random()),
    turnover: random(),
    certificate: { kind: 'optimality', kkt: 3e-12, gap: 1e-13, primal_residual: 0, dual_residual: 0 },
    stability: random(),
    strangers: marketNames(universe),
  });
  const most = (values: readonly number[]) => held[values.indexOf(Math.max(...values))]?.[0] ?? '';
  return {
    table,
    names: { top: most(after), risky: most(risk), any: held[Math.floor(random() * held.length)]?.[0] ?? '' },
  };
}

function assessment(random: () => number) {
  const volatility = 0.08 + 0.3 * random();
  const expectedReturn = 0.3 * random() - 0.05;
  return {
    expectedReturn,
    volatility,
    sharpe: (expectedReturn - 0.02) / volatility,
    risk: {
      observations: 400 + Math.floor(800 * random()),
      from: '2021-03-01',
      to: '2025-10-27',
      volatility,
      var95: 0.01 + 0.02 * random(),
      cvar95: 0.02 + 0.03 * random(),
      maxDrawdown: 0.1 + 0.4 * random(),
      beta: null,
      contributions: [],
      concentration: { herfindahl: 0.3, effectiveAssets: 1 + 4 * random(), largest: 0.5 },
    },
  };
}

const IN_THE_NEWS = [
  'Apple',
  'Tata Motors',
  'Federal Reserve',
  'Exxon Mobil',
  'Nifty',
  'Reliance',
  'Infosys',
  'Coca-Cola',
];

export function newsTable(seed: number): { table: FactTable; names: Names } {
  const random = randomOf(seed);
  const entities = IN_THE_NEWS.filter((_, k) => k < 2 || random() < 0.6).map((name) => {
    const score = 2 * random() - 1;
    const label = score > 0.2 ? 'positive' : score < -0.2 ? 'negative' : 'neutral';
    return { name, score, label, mentions: 1 + Math.floor(4 * random()) } as const;
  });

  const meanScore = entities.reduce((sum, { score }) => sum + score, 0) / entities.length;
  const table = newsFacts(
    {
      articles: 20,
      counts: { positive: 8, negative: 6, neutral: 5, mixed: 1 },
      meanScore,
      tone: meanScore > 0.15 ? 'positive' : meanScore < -0.15 ? 'negative' : 'neutral',
      entities,
    },
    marketNames(madeUniverse(1)),
  );
  const ranked = (rank: Fact['rank']) =>
    [...table.facts.values()].find((fact) => fact.rank === rank)?.subject ?? '<none>';
  const [best, worst] = [ranked('highest'), ranked('lowest')];
  return { table, names: { best, worst, best_id: idOf(best), worst_id: idOf(worst) } };
}

/** A correct text with the table it is correct of, and the marks it was made from. */
export interface CorrectText {
  readonly source: string;
  readonly text: string;
  readonly table: FactTable;
  readonly names: Names;
  readonly about: 'market' | 'portfolio' | 'news';
}

type Texts = Readonly<Record<CorrectText['about'], readonly string[]>>;
export const FIRST_TEXTS: Texts = { market: MARKET_TEXTS, portfolio: PORTFOLIO_TEXTS, news: NEWS_TEXTS };

/** Every text on every table it is true of. */
export function correctTexts(texts: Texts, seeds: readonly number[]): CorrectText[] {
  const subjects = seeds.flatMap((seed) => [
    ...marketTables(seed).map((table) => {
      const [symbol = '', names = []] = [...table.subjects][0] ?? [];
      return { about: 'market', table, names: { symbol, name: names.at(-1) ?? symbol } } as const;
    }),
    ...[1, 2, 3, 4].map((k) => ({ about: 'portfolio', ...portfolioTable(10 * seed + k) }) as const),
    ...[1, 2, 3, 4].map((k) => ({ about: 'news', ...newsTable(10 * seed + k) }) as const),
  ]);
  return subjects.flatMap(({ about, table, names }) =>
    texts[about].flatMap((source) => {
      const text = instantiate(source, table, names);
      return text === undefined ? [] : [{ source, text, table, names, about }];
    }),
  );
}

/** Words for the names in a text, e.g. `<symbol>`, `<top>`. */
export type Names = Readonly<Record<string, string>>;

/** A text with its choices made so that it is true of the table; undefined where the table has not all it needs. */
export function instantiate(text: string, table: FactTable, names: Names): string | undefined {
  let whole = true;
  const fact = (id: string): Fact | undefined => {
    const found = table.facts.get(id);
    if (found === undefined) whole = false;
    return found;
  };
  const choose = (direction: number | null | undefined, up: string, down: string) => {
    if (direction !== 1 && direction !== -1) whole = false;
    return direction === 1 ? up : down;
  };
  const named = text
    .replaceAll(/_<(\w+)>/g, (mark, name: string) => `_${names[`${name}_id`] ?? names[name] ?? mark}`)
    .replaceAll(/<(\w+)>/g, (mark, name: string) => names[name] ?? mark);
  const made = named
    .replaceAll(/<dir:([^|<>]+)\|([^|<>]*)\|([^|<>]*)>/g, (_, id: string, up: string, down: string) =>
      choose(fact(id)?.direction, up, down),
    )
    .replaceAll(/<side:([^|<>]+)\|([^|<>]*)\|([^|<>]*)>/g, (_, id: string, up: string, down: string) =>
      choose(fact(id)?.versus?.side, up, down),
    )
    .replaceAll(
      /<cmp:([^,]+),([^|]+)\|([^|<>]*)\|([^|<>]*)>/g,
      (_, a: string, b: string, up: string, down: string) =>
        choose(Math.sign(Number(fact(a)?.value) - Number(fact(b)?.value)), up, down),
    )
    .replaceAll(/<reading:([^<>]+)>/g, (_, id: string) => fact(id)?.readings[0] ?? '');
  for (const [, id = ''] of made.matchAll(/\{\{(?:fact|label):([^{}]+)\}\}/g)) fact(id);
  if (/<\w+/.test(made)) whole = false;
  return whole ? made : undefined;
}
