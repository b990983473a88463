import { type FactTable, gatherFacts, type NewFact } from './fact.ts';
import { ACCOUNTS, fundamentalFacts } from './fundamental-facts.ts';
import { marketNames, namesOf } from './market-names.ts';
import type { MarketSubject } from './market-subject.ts';
import { priceFacts } from './price-facts.ts';
import { riskFacts } from './risk-facts.ts';
import { averageFacts, momentumFacts, signalFacts } from './technical-facts.ts';
import { trendFacts } from './trend-facts.ts';

export const ANALYSIS_TYPES = ['technical', 'trend', 'risk', 'fundamental', 'comprehensive'] as const;
export type AnalysisType = (typeof ANALYSIS_TYPES)[number];

export interface MarketFacts {
  readonly table: FactTable;
  /** One sign a signal: 1 bullish, −1 bearish, 0 neither. */
  readonly signs: readonly number[];
}

/** Everything an analysis of that type may say of a symbol. */
export function marketFacts(subject: MarketSubject, type: AnalysisType): MarketFacts {
  const signals = signalFacts(subject);
  const groups: Record<Exclude<AnalysisType, 'comprehensive'>, () => NewFact[]> = {
    technical: () => [...averageFacts(subject), ...momentumFacts(subject)],
    trend: () => [...trendFacts(subject), ...averageFacts(subject)],
    risk: () => riskFacts(subject),
    fundamental: () => fundamentalFacts(subject),
  };
  const chosen = type === 'comprehensive' ? Object.values(groups) : [groups[type]];
  const withTrend = type === 'technical' ? trendFacts(subject) : [];
  const table = gatherFacts(
    [...priceFacts(subject), ...chosen.flatMap((group) => group()), ...withTrend, ...signals.facts],
    {
      subjects: new Map([[subject.symbol, namesOf(subject)]]),
      strangers: marketNames(subject.universe),
    },
    type === 'fundamental' || type === 'comprehensive' ? ACCOUNTS : [],
  );
  return { table, signs: signals.signs };
}
