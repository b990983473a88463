import type { ConfidenceBasis } from '#contracts/advisor';

type Part = ConfidenceBasis['parts'][number];

const HIGH = 0.6;
const MEDIUM = 0.3;

/** The product of the parts that apply: an answer is no better supported than its weakest part. */
export function confidenceOf(parts: readonly Part[]): ConfidenceBasis {
  const score = parts.reduce((product, { value }) => (value === null ? product : product * value), 1);
  const rounded = Math.round(1_000 * Math.min(1, Math.max(0, score))) / 1_000;
  return {
    score: rounded,
    level: rounded >= HIGH ? 'high' : rounded >= MEDIUM ? 'medium' : 'low',
    parts: [...parts],
    documentation: 'docs/models/advisor.md',
  };
}

/** Of what the analysis asks for, the part that could be known. */
export function coveragePart(known: number, missing: number, what: string): Part {
  return {
    name: 'coverage',
    value: known + missing === 0 ? 0 : known / (known + missing),
    meaning: `${known} of ${known + missing} ${what}`,
  };
}

/** Five weekdays behind are worth half of none. */
export function freshnessPart(weekdaysBehind: number): Part {
  return {
    name: 'freshness',
    value: 1 / (1 + Math.max(0, weekdaysBehind) / 5),
    meaning:
      weekdaysBehind <= 0
        ? 'The last completed session is in the data'
        : `The last bar lies ${weekdaysBehind} weekdays before the last completed one`,
  };
}

/** How far signs point one way: 1 where all agree, 0 where they cancel. */
export function agreementPart(signs: readonly number[], what: string): Part {
  const sum = Math.abs(signs.reduce((total, sign) => total + sign, 0));
  return {
    name: 'agreement',
    value: signs.length === 0 ? null : sum / signs.length,
    meaning: signs.length === 0 ? `There are no ${what}` : `Balance of ${signs.length} ${what}`,
  };
}
