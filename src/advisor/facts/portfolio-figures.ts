import type { Assessment } from '#portfolio';
import { type Direction, directionOf, type NewFact } from './fact.ts';

type About = Pick<NewFact, 'unit' | 'source'> & Partial<NewFact>;

/** Two facts, both knowing which way the figure moves. */
export function pairOfFacts(
  id: string,
  label: string,
  before: number | null | undefined,
  after: number | null | undefined,
  about: About,
): [current: NewFact, proposed: NewFact] {
  const direction: Direction | null =
    before == null || after == null ? null : directionOf(after - before, about.precision ?? 2);
  return [
    { ...about, id: `${id}_before`, label: `current ${label}`, value: before, direction, role: 'before' },
    { ...about, id: `${id}_after`, label: `proposed ${label}`, value: after, direction, role: 'after' },
  ];
}

interface Figure extends About {
  readonly id: string;
  readonly label: string;
  readonly measure: (assessment: Assessment) => number | null;
}

const percent = (fraction: number | null) => (fraction === null ? null : 100 * fraction);

const FIGURES: readonly Figure[] = [
  {
    id: 'volatility',
    label: 'volatility',
    measure: ({ volatility }) => percent(volatility),
    unit: 'percent',
    precision: 1,
    betterWhen: -1,
    terms: ['volatility'],
    source: 'Annual, from the covariance the optimiser used',
  },
  {
    id: 'return',
    label: 'expected return',
    measure: ({ expectedReturn }) => percent(expectedReturn),
    unit: 'percent',
    precision: 1,
    betterWhen: 1,
    terms: ['expected return', 'expected returns', 'return'],
    source: 'Annual mean of the past; no forecast',
  },
  {
    id: 'sharpe',
    label: 'Sharpe ratio',
    measure: ({ sharpe }) => sharpe,
    unit: 'number',
    betterWhen: 1,
    terms: ['sharpe ratio', 'sharpe'],
    source: 'Expected return above the risk-free rate over volatility',
  },
  {
    id: 'cvar',
    label: 'expected shortfall of a day',
    measure: ({ risk }) => percent(risk.cvar95),
    unit: 'percent',
    betterWhen: -1,
    terms: ['expected shortfall', 'shortfall', 'cvar'],
    source: 'Mean loss of the worst 5 % of days, the weights held through the past',
  },
  {
    id: 'drawdown',
    label: 'maximum drawdown',
    measure: ({ risk }) => percent(risk.maxDrawdown),
    unit: 'percent',
    precision: 1,
    betterWhen: -1,
    terms: ['maximum drawdown', 'drawdown'],
    source: 'Largest fall from a high, the weights held through the past',
  },
  {
    id: 'effective',
    label: 'effective holdings',
    measure: ({ risk }) => risk.concentration.effectiveAssets,
    unit: 'number',
    precision: 1,
    counts: 'holdings',
    terms: ['effective holdings', 'concentration', 'number of effective holdings'],
    source: '1 / Σ weight²',
  },
];

/** Each figure of the portfolio as it is and as it is proposed. */
export function figureFacts(before: Assessment, after: Assessment): NewFact[] {
  return FIGURES.flatMap(({ id, label, measure, ...about }) =>
    pairOfFacts(id, label, measure(before), measure(after), about),
  );
}
