import type { OptimizationCertificate } from '#contracts/portfolio';
import type { Assessment } from '#portfolio';
import {
  type Direction,
  directionOf,
  type FactTable,
  gatherFacts,
  type NameSet,
  type NewFact,
} from './fact.ts';

/** One position's weights and its share of the risk, as fractions; the current ones first. */
export interface WeightChange {
  readonly symbol: string;
  readonly names: readonly string[];
  readonly before: number;
  readonly after: number;
  readonly riskShareBefore: number | null;
  readonly riskShareAfter: number | null;
}

export interface PortfolioChange {
  readonly before: Assessment;
  readonly after: Assessment;
  readonly weights: readonly WeightChange[];
  readonly valueUsd: number | null;
  /** Σ|change of weight| / 2: the share of the value that moves. */
  readonly turnover: number;
  readonly certificate: OptimizationCertificate;
  /** Share of the weights that both halves of the history agree on; null where a half has no answer. */
  readonly stability: number | null;
  readonly strangers: NameSet;
}

/** Positions told of by name: the largest and the most moved. */
const TOLD = 10;

/** What the optimiser found, before against after. */
export function portfolioFacts(change: PortfolioChange): FactTable {
  const { before, after, weights, valueUsd, turnover, certificate, stability } = change;
  const asOf = after.risk.to;
  const percent = (value: number | null | undefined) => (value == null ? value : 100 * value);
  const facts: NewFact[] = [
    {
      id: 'holdings_count',
      label: 'holdings',
      value: weights.length,
      unit: 'count',
      counts: 'holdings',
      source: 'The request',
    },
    {
      id: 'portfolio_value',
      label: 'value of the holdings',
      value: valueUsd,
      unit: 'usd',
      source: 'Quantities × last closes as traded',
      reason: 'Weights were given instead of quantities.',
    },
    ...pair('volatility', 'volatility', percent(before.volatility), percent(after.volatility), {
      unit: 'percent',
      precision: 1,
      betterWhen: -1,
      terms: ['volatility'],
      source: 'Annual, from the covariance the optimiser used',
    }),
    ...pair('return', 'expected return', percent(before.expectedReturn), percent(after.expectedReturn), {
      unit: 'percent',
      precision: 1,
      betterWhen: 1,
      terms: ['expected return', 'expected returns', 'return'],
      source: 'Annual mean of the past; no forecast',
    }),
    ...pair('sharpe', 'Sharpe ratio', before.sharpe, after.sharpe, {
      unit: 'number',
      betterWhen: 1,
      terms: ['sharpe ratio', 'sharpe'],
      source: 'Expected return above the risk-free rate over volatility',
    }),
    ...pair('cvar', 'one-day expected shortfall', percent(before.risk.cvar95), percent(after.risk.cvar95), {
      unit: 'percent',
      betterWhen: -1,
      terms: ['expected shortfall', 'shortfall', 'cvar'],
      source: 'Mean loss of the worst 5 % of days, today’s weights held through the past',
    }),
    ...pair(
      'drawdown',
      'maximum drawdown',
      percent(before.risk.maxDrawdown),
      percent(after.risk.maxDrawdown),
      {
        unit: 'percent',
        precision: 1,
        betterWhen: -1,
        terms: ['maximum drawdown', 'drawdown'],
        source: 'Of the same path',
      },
    ),
    ...pair(
      'effective',
      'effective holdings',
      before.risk.concentration.effectiveAssets,
      after.risk.concentration.effectiveAssets,
      {
        unit: 'number',
        precision: 1,
        counts: 'holdings',
        terms: ['effective holdings', 'concentration', 'number of effective holdings'],
        source: '1 / Σ weight²',
      },
    ),
    {
      id: 'turnover',
      label: 'turnover',
      value: 100 * turnover,
      unit: 'percent',
      precision: 1,
      terms: ['turnover'],
      source: 'Half the sum of all changes of weight',
    },
    {
      id: 'observations',
      label: 'sessions of history',
      value: after.risk.observations,
      unit: 'count',
      counts: 'sessions',
      source: 'Days on which every holding has a return',
    },
    { id: 'history_from', label: 'first day', value: after.risk.from, unit: 'date', source: 'Returns used' },
    { id: 'history_to', label: 'last day', value: after.risk.to, unit: 'date', source: 'Returns used' },
    {
      id: 'certificate_kkt',
      label: 'residual of the optimality conditions',
      value: certificate.kkt,
      unit: 'number',
      precision: 0,
      terms: ['residual', 'optimality'],
      source: 'Largest violation of the Karush–Kuhn–Tucker conditions, computed from the answer',
    },
    {
      id: 'certificate_gap',
      label: 'duality gap',
      value: certificate.gap,
      unit: 'number',
      precision: 0,
      terms: ['duality gap', 'gap'],
      source: 'Relative gap between the objective and its bound',
    },
    {
      id: 'stability',
      label: 'agreement of both halves of the history',
      value: percent(stability),
      unit: 'percent',
      precision: 0,
      source: 'Overlap of the weights found on the older and the newer half',
      reason: 'A half of the history has no answer of its own.',
    },
    ...positionFacts(weights),
  ];
  return gatherFacts(
    facts.map((fact) => ({ asOf, ...fact })),
    { subjects: new Map(weights.map(({ symbol, names }) => [symbol, names])), strangers: change.strangers },
  );
}

type About = Pick<NewFact, 'unit' | 'source'> & Partial<NewFact>;

/** Two facts, both knowing which way the figure moves. */
function pair(
  id: string,
  label: string,
  before: number | null | undefined,
  after: number | null | undefined,
  about: About,
): NewFact[] {
  const direction: Direction | null =
    before == null || after == null ? null : directionOf(after - before, about.precision ?? 2);
  return [
    { ...about, id: `${id}_before`, label: `current ${label}`, value: before, direction, role: 'before' },
    { ...about, id: `${id}_after`, label: `proposed ${label}`, value: after, direction, role: 'after' },
  ];
}

function positionFacts(weights: readonly WeightChange[]): NewFact[] {
  const by = (key: (it: WeightChange) => number) =>
    weights.toSorted((a, b) => key(b) - key(a)).slice(0, TOLD);
  const told = new Set([
    ...by(({ after }) => after),
    ...by(({ before, after }) => Math.abs(after - before)),
    ...by(({ riskShareAfter }) => riskShareAfter ?? 0),
  ]);
  const [largest, second] = by(({ after }) => after);
  const [riskiest, next] = by(({ riskShareAfter }) => riskShareAfter ?? -1);
  const isLargest = (it: WeightChange) => it === largest && it.after > (second?.after ?? 0) + 1e-9;
  const isRiskiest = (it: WeightChange) =>
    it === riskiest && (it.riskShareAfter ?? 0) > (next?.riskShareAfter ?? 0) + 1e-9;
  return [...told].flatMap((it): NewFact[] => {
    const { symbol, before, after, riskShareAfter } = it;
    const [current, proposed] = pair(`weight`, 'weight', 100 * before, 100 * after, {
      unit: 'percent',
      precision: 1,
      terms: ['weight', 'holding'],
      subject: symbol,
      source: 'Share of the value of the holdings',
    });
    if (current === undefined || proposed === undefined) return [];
    return [
      { ...current, id: `weight_before_${symbol}`, label: `current weight of ${symbol}` },
      {
        ...proposed,
        id: `weight_after_${symbol}`,
        label: `proposed weight of ${symbol}`,
        rank: isLargest(it) ? 'highest' : null,
      },
      {
        id: `risk_share_${symbol}`,
        label: `share of the risk of ${symbol}`,
        value: riskShareAfter === null ? null : 100 * riskShareAfter,
        unit: 'percent',
        precision: 1,
        terms: ['risk', 'share', 'share of the risk', 'source of risk', 'proposed risk'],
        subject: symbol,
        rank: isRiskiest(it) ? 'highest' : null,
        source: 'Part of the variance of the proposed portfolio',
      },
    ];
  });
}
