import type { AdvisorFact, ConfidenceBasis, MarketAnalysisAnswer } from '#contracts/advisor';
import type { Fact, FactTable } from './facts/fact.ts';
import { renderFact } from './facts/render-fact.ts';
import type { WrittenText } from './writing/write.ts';

const WAYS = { '1': 'up', '-1': 'down', '0': 'flat' } as const;
const SIDES = { '1': 'above', '-1': 'below', '0': 'at' } as const;

export function toWireFact(fact: Fact): AdvisorFact {
  const { direction, versus } = fact;
  return {
    id: fact.id,
    label: fact.label,
    value: fact.value,
    text: renderFact(fact),
    unit: fact.unit,
    precision: fact.precision,
    as_of: fact.asOf,
    symbol: fact.subject,
    direction: direction === null ? null : WAYS[`${direction}`],
    compared: versus === null ? null : { fact: versus.subjectId, side: SIDES[`${versus.side}`] },
    rank: fact.rank,
    readings: [...fact.readings],
    source: fact.source,
  };
}

type Written = Pick<
  MarketAnalysisAnswer,
  'text' | 'facts' | 'missing' | 'model_used' | 'writing' | 'confidence_basis' | 'simulated' | 'notes'
>;

/** What every answer of the advisor carries beside its own fields. */
export function toWritten(
  text: WrittenText,
  { facts, missing }: FactTable,
  confidence: ConfidenceBasis,
  simulatedData: boolean,
  notes: readonly string[],
): Written {
  const simulated = [
    ...(simulatedData ? ['Market data are simulated: made-up prices of the demo.'] : []),
    ...(text.simulated ? ['A simulated AI provider was asked; no real model has answered.'] : []),
  ];
  return {
    text: [...text.paragraphs],
    facts: [...facts.values()].map(toWireFact),
    missing: missing.map((it) => ({ ...it })),
    model_used: text.modelUsed,
    writing: text.writing,
    confidence_basis: confidence,
    simulated: simulated.length > 0,
    notes: [...simulated, ...notes],
  };
}
