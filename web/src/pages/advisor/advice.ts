import type { AdvisorFact, MarketAnalysisAnswer } from '#contracts/advisor';

/** What every answer of the advisor has, whatever was asked. */
export type Advice = Pick<
  MarketAnalysisAnswer,
  'text' | 'facts' | 'missing' | 'model_used' | 'writing' | 'confidence_basis' | 'simulated' | 'notes'
>;

/** Where a fact stands on the page, for a link to it. */
export function anchorOf(factId: string): string {
  return `fact-${factId}`;
}

/** Facts by their id. */
export function factsById(facts: readonly AdvisorFact[]): ReadonlyMap<string, AdvisorFact> {
  return new Map(facts.map((fact) => [fact.id, fact]));
}
