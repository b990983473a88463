import type { Label } from '#sentiment';
import { directionOf, type FactTable, gatherFacts, type NameSet, type NewFact } from './fact.ts';

/** How a set of news sounds. Scores are the analyser's, in [−1, 1]. */
export interface NewsTone {
  readonly articles: number;
  readonly counts: Readonly<Record<Label, number>>;
  readonly meanScore: number | null;
  readonly tone: Label | null;
  readonly entities: readonly EntityTone[];
}

export interface EntityTone {
  readonly name: string;
  readonly mentions: number;
  readonly score: number;
  readonly label: Exclude<Label, 'mixed'>;
}

/** Entities told of by name. */
const TOLD = 8;
/** Names that prose may carry: letters, no digits of somebody else's, no markup. */
const SAYABLE = /^(?=.{2,40}$)\p{Lu}(?:[\p{L}&'’-]|\.(?=\p{L})| (?=[\p{Lu}&]|of |and ))*$/u;

export function newsFacts(tone: NewsTone, strangers: NameSet): FactTable {
  const { articles, counts, meanScore } = tone;
  const sayable = tone.entities.filter(({ name }) => SAYABLE.test(name));
  const told = [...new Set([...byScore(sayable).slice(0, TOLD / 2), ...byScore(sayable).slice(-TOLD / 2)])];
  const source = 'Linear model of headlines with direction rules; see the model card';
  const facts: NewFact[] = [
    {
      id: 'articles',
      label: 'headlines',
      value: articles,
      unit: 'count',
      counts: 'headlines',
      source: 'The request',
    },
    ...(['positive', 'negative', 'neutral', 'mixed'] as const).map(
      (label): NewFact => ({
        id: `${label}_count`,
        label: `${label} headlines`,
        value: counts[label],
        unit: 'count',
        counts: 'headlines',
        readings: [label],
        source,
      }),
    ),
    {
      id: 'mean_score',
      label: 'mean score',
      value: meanScore,
      unit: 'number',
      terms: ['mean score', 'mean', 'score'],
      direction: meanScore === null ? null : directionOf(meanScore),
      readings: tone.tone === null ? [] : [tone.tone],
      source: 'Mean of P(positive) − P(negative) over the headlines that could be judged',
      reason: 'None of the headlines could be judged.',
    },
    {
      id: 'tone',
      label: 'overall tone',
      value: tone.tone,
      unit: 'text',
      terms: ['tone', 'overall tone'],
      readings: tone.tone === null ? [] : [tone.tone],
      source:
        'Positive from a mean score of 0.15, negative to −0.15, mixed where clear headlines of both kinds balance',
      reason: 'None of the headlines could be judged.',
    },
    ...told.flatMap((entity) => entityFacts(entity, told, source)),
  ];
  return gatherFacts(facts, { subjects: new Map(told.map(({ name }) => [name, []])), strangers });
}

const byScore = (entities: readonly EntityTone[]) => entities.toSorted((a, b) => b.score - a.score);

function entityFacts(entity: EntityTone, all: readonly EntityTone[], source: string): NewFact[] {
  const { name, score, label, mentions } = entity;
  const others = all.filter((other) => other !== entity);
  const isBest = others.length > 0 && others.every((other) => other.score < score - 0.005);
  const isWorst = others.length > 0 && others.every((other) => other.score > score + 0.005);
  return [
    {
      id: `score_${idOf(name)}`,
      label: `score of ${name}`,
      value: score,
      unit: 'number',
      terms: ['score', 'scores'],
      direction: directionOf(score),
      readings: [label],
      rank: isBest ? 'highest' : isWorst ? 'lowest' : null,
      subject: name,
      source,
    },
    {
      id: `mentions_${idOf(name)}`,
      label: `headlines that name ${name}`,
      value: mentions,
      unit: 'count',
      counts: 'headlines',
      subject: name,
      source: 'Entities found by their capitals and a list of traded things',
    },
  ];
}

/** A name as part of an id: placeholders hold no spaces. */
export function idOf(name: string): string {
  return name.replaceAll(/[^\p{L}]+/gu, '_');
}
