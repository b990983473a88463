import type { FactTable } from '../facts/fact.ts';
import { phrasesOf } from './phrases.ts';

/** How a set of news sounds, told without a model, in placeholders. */
export function newsText(table: FactTable): string[] {
  const say = phrasesOf(table);
  const ranked = (rank: 'highest' | 'lowest') =>
    [...table.facts.values()].find((fact) => fact.rank === rank && fact.id.startsWith('score_'));
  const [best, worst] = [ranked('highest'), ranked('lowest')];
  const overall = say.join(
    say.has(
      ['articles', 'positive_count', 'negative_count', 'neutral_count', 'mixed_count'],
      `Among {{fact:articles}} ${table.facts.get('articles')?.value === 1 ? 'headline' : 'headlines'} the counts are {{fact:positive_count}} positive, {{fact:negative_count}} negative, {{fact:neutral_count}} neutral and {{fact:mixed_count}} mixed.`,
    ),
    say.has(
      ['tone', 'mean_score'],
      'The overall tone is {{fact:tone}}, with a mean score of {{fact:mean_score}}.',
    ),
  );
  const names = say.join(
    best === undefined ? '' : `The highest score is that of ${best.subject}, {{fact:${best.id}}}.`,
    worst === undefined ? '' : `The lowest score is that of ${worst.subject}, {{fact:${worst.id}}}.`,
  );
  return [
    overall,
    names,
    'A score says how headlines sound; it is no measure of truth and no forecast of a price.',
  ].filter((text) => text !== '');
}
