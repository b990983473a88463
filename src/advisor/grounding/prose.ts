import type { Fact, FactTable } from '../facts/fact.ts';
import { isHypothetical, isNegation } from './direction-words.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A text with its tokens and what they name. */
export interface Prose {
  readonly text: string;
  readonly table: FactTable;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
  /** Tokens that are part of a mention: they name a thing and claim nothing. */
  readonly naming: ReadonlySet<number>;
}

export function proseOf(text: string, table: FactTable): Prose {
  const tokens = tokensOf(text, table);
  const mentions = mentionsIn(tokens, table);
  const naming = new Set(
    mentions.flatMap(({ kind, from, to }) =>
      kind === 'metric' ? Array.from({ length: to - from }, (_, k) => from + k) : [],
    ),
  );
  return { text, table, tokens, mentions, naming };
}

/** The fact a token shows; undefined for labels and everything else. */
export function factAt({ tokens, table }: Prose, index: number): Fact | undefined {
  const token = tokens[index];
  return token?.kind === 'fact' ? table.facts.get(token.id) : undefined;
}

/** What parts two words more than a word does: a comma, an "and". */
const BREAK = 4;
const CONJUNCTIONS = new Set([
  'and',
  'or',
  'but',
  'while',
  'whereas',
  'although',
  'though',
  'because',
  'so',
  'as',
]);
/** Beyond this, nothing stands beside anything. */
const REACH = 24;

/** How far apart two tokens of one sentence read; Infinity across sentences. */
export function distanceBetween({ tokens }: Prose, a: number, b: number): number {
  const [from, to] = a < b ? [a, b] : [b, a];
  if (tokens[from]?.sentence !== tokens[to]?.sentence) return Infinity;
  let distance = to - from;
  for (let i = from + 1; i < to; i++) {
    const token = tokens[i];
    if (token?.kind === 'mark' ? /[,;:()—–]/.test(token.word) : CONJUNCTIONS.has(token?.word ?? ''))
      distance += BREAK;
  }
  return distance;
}

/**
 * The placeholder nearest to a token whose fact will do, in the same sentence; -1 where there is none. Of two equally
 * near the one after wins, since most verbs come before their figure.
 */
export function nearestFact(prose: Prose, index: number, suits: (fact: Fact) => boolean): number {
  const sentence = prose.tokens[index]?.sentence ?? 0;
  const bare = !prose.tokens.some((token) => token.kind === 'fact' && token.sentence === sentence);
  // A heading such as "Trend: bullish." speaks of what the next sentence shows.
  if (bare) return nextSuiting(prose, sentence + 1, suits);
  let best = -1;
  let least = REACH;
  for (const [i, token] of prose.tokens.entries()) {
    if (token.kind !== 'fact' || token.sentence !== sentence) continue;
    const fact = factAt(prose, i);
    if (fact === undefined || !suits(fact)) continue;
    const distance = distanceBetween(prose, index, i);
    if (distance < least || (distance === least && i > index)) [best, least] = [i, distance];
  }
  return best;
}

function nextSuiting(prose: Prose, sentence: number, suits: (fact: Fact) => boolean): number {
  return prose.tokens.findIndex((token, i) => {
    const fact = token.sentence === sentence ? factAt(prose, i) : undefined;
    return fact !== undefined && suits(fact);
  });
}

const NEGATION_REACH = 3;

/** Whether a "not" stands just before. */
export function isNegated({ tokens }: Prose, index: number): boolean {
  const here = tokens[index];
  for (let i = index - 1; i >= index - NEGATION_REACH; i--) {
    const token = tokens[i];
    if (token === undefined || token.sentence !== here?.sentence || token.kind === 'mark') return false;
    if (isNegation(token.word)) return true;
  }
  return false;
}

/** Whether the sentence speaks of what might be. */
export function isSupposed({ tokens }: Prose, sentence: number): boolean {
  return tokens.some((token) => token.sentence === sentence && isHypothetical(token.word));
}

/** The words of a token and its neighbours, for a message. */
export function quoteAround({ text, tokens }: Prose, index: number): string {
  const first = tokens[Math.max(0, index - 3)];
  const last = tokens[Math.min(tokens.length - 1, index + 3)];
  return text.slice(first?.start ?? 0, last?.end ?? text.length);
}
