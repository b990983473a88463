import type { OptimizationCertificate } from '#contracts/portfolio';
import type { Assessment } from '#portfolio';
import { type FactTable, gatherFacts, type NameSet, type NewFact } from './fact.ts';
import { figureFacts, pairOfFacts } from './portfolio-figures.ts';

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
  const { before, after, weights } = change;
  const asOf = after.risk.to;
  const facts = [
    ...requestFacts(change),
    ...figureFacts(before, after),
    ...evidenceFacts(change),
    ...positionFacts(weights),
  ];
  return gatherFacts(
    facts.map((fact) => ({ asOf, ...fact })),
    { subjects: new Map(weights.map(({ symbol, names }) => [symbol, names])), strangers: change.strangers },
  );
}

function requestFacts({ weights, valueUsd, turnover }: PortfolioChange): NewFact[] {
  return [
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
    {
      id: 'turnover',
      label: 'turnover',
      value: 100 * turnover,
      unit: 'percent',
      precision: 1,
      terms: ['turnover'],
      source: 'Half the sum of all changes of weight',
    },
  ];
}

/** What the answer rests on. */
function evidenceFacts({ after, certificate, stability }: PortfolioChange): NewFact[] {
  const { observations, from, to } = after.risk;
  const day = { unit: 'date', source: 'Days on which every holding has a return' } as const;
  const proof = { unit: 'number', precision: 0 } as const;
  return [
    {
      id: 'observations',
      label: 'sessions of history',
      value: observations,
      unit: 'count',
      counts: 'sessions',
      source: day.source,
    },
    { ...day, id: 'history_from', label: 'first day of the history', value: from },
    { ...day, id: 'history_to', label: 'last day of the history', value: to },
    {
      ...proof,
      id: 'certificate_kkt',
      label: 'residual of the optimality conditions',
      value: certificate.kkt,
      terms: ['residual', 'optimality'],
      source: 'Largest violation of the Karush–Kuhn–Tucker conditions, computed from the answer',
    },
    {
      ...proof,
      id: 'certificate_gap',
      label: 'duality gap',
      value: certificate.gap,
      terms: ['duality gap', 'gap'],
      source: 'Relative gap between the objective and its bound',
    },
    {
      id: 'stability',
      label: 'agreement of both halves of the history',
      value: stability === null ? null : 100 * stability,
      unit: 'percent',
      precision: 0,
      source: 'Overlap of the weights found on the older and the newer half',
      reason: 'The halves of the history were not solved, or one has no answer of its own.',
    },
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
    const [current, proposed] = pairOfFacts('weight', 'weight', 100 * before, 100 * after, {
      unit: 'percent',
      precision: 1,
      terms: ['weight', 'holding'],
      subject: symbol,
      source: 'Share of the value of the holdings',
    });
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
