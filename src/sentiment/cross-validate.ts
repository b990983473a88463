import { createScorer, packModel, toneOf } from './model.ts';
import { tokenise } from './tokens.ts';
import { type Example, LABELS, shuffle, type TrainingOptions, trainLinear } from './train.ts';

/** How a model trained on the rest judges each part. `mixed` headlines only teach. */
export interface CrossValidation {
  readonly folds: number;
  readonly macroF1: number;
  readonly f1: Readonly<Record<(typeof LABELS)[number], number>>;
  readonly accuracy: number;
  /** rows: truth, columns: answer; both in the order of `LABELS`. */
  readonly confusion: readonly (readonly number[])[];
  /** Temperature at which the unseen answers' probabilities fit best. */
  readonly temperature: number;
  /** Mean gap between confidence and frequency of being right, at that temperature (10 bins). */
  readonly calibrationError: number;
}

interface Answer {
  readonly truth: number;
  readonly logits: { readonly negative: number; readonly positive: number };
}

export function crossValidate(
  examples: readonly Example[],
  folds = 5,
  options: TrainingOptions = {},
): CrossValidation {
  const plain = shuffle(examples.filter(({ label }) => label !== 'mixed'));
  const mixed = examples.filter(({ label }) => label === 'mixed');
  const answers: Answer[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const rest = plain.filter((_, i) => i % folds !== fold);
    const weights = trainLinear([...rest, ...mixed], options);
    const scorer = createScorer(
      packModel(weights, { trainedOn: '', licence: '', examples: 0, temperature: 1 }),
    );
    for (const [i, { text, label }] of plain.entries()) {
      if (i % folds !== fold) continue;
      answers.push({
        truth: LABELS.indexOf(label as (typeof LABELS)[number]),
        logits: scorer.logits(tokenise(text)),
      });
    }
  }
  return summarise(answers, folds);
}

function summarise(answers: readonly Answer[], folds: number): CrossValidation {
  const confusion = LABELS.map(() => LABELS.map(() => 0));
  for (const { truth, logits } of answers) {
    const row = confusion[truth] as number[];
    const answer = pick(logits);
    row[answer] = (row[answer] ?? 0) + 1;
  }
  const scores = LABELS.map((_, c) => f1Of(confusion, c));
  const right = LABELS.reduce((sum, _, c) => sum + (confusion[c]?.[c] ?? 0), 0);
  const temperature = bestTemperature(answers);
  return {
    folds,
    macroF1: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    f1: { negative: scores[0] ?? 0, neutral: scores[1] ?? 0, positive: scores[2] ?? 0 },
    accuracy: right / answers.length,
    confusion,
    temperature,
    calibrationError: calibrationError(answers, temperature),
  };
}

/** The most likely label of two logits against neutral's 0. */
function pick({ negative, positive }: Answer['logits']): number {
  if (negative > positive) return negative > 0 ? 0 : 1;
  return positive > 0 ? 2 : 1;
}

/** Harmonic mean of precision and recall of one class. */
export function f1Of(confusion: readonly (readonly number[])[], c: number): number {
  const hit = confusion[c]?.[c] ?? 0;
  const actual = (confusion[c] ?? []).reduce((sum, count) => sum + count, 0);
  const answered = confusion.reduce((sum, row) => sum + (row[c] ?? 0), 0);
  return (2 * hit) / (actual + answered);
}

function probabilities({ logits }: Answer, temperature: number): number[] {
  const { negative, neutral, positive } = toneOf(logits, temperature);
  return [negative, neutral, positive];
}

function bestTemperature(answers: readonly Answer[]): number {
  const loss = (temperature: number) =>
    answers.reduce(
      (sum, answer) => sum - Math.log(Math.max(1e-12, probabilities(answer, temperature)[answer.truth] ?? 0)),
      0,
    );
  let best = 1;
  for (let temperature = 0.3; temperature <= 5; temperature += 0.02)
    if (loss(temperature) < loss(best)) best = temperature;
  return Number(best.toFixed(2));
}

function calibrationError(answers: readonly Answer[], temperature: number): number {
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (const answer of answers) {
    const confidence = Math.max(...probabilities(answer, temperature));
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (bin === undefined) continue;
    bin.confidence += confidence;
    bin.right += Number(pick(answer.logits) === answer.truth);
  }
  return bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / answers.length;
}
