import type { Direction, Fact } from '../facts/fact.ts';
import { type Claim, claimOf } from './direction-words.ts';
import { factAt, isNegated, nearestFact, type Prose, quoteAround } from './prose.ts';
import type { Refusal } from './refusal.ts';
import { gapBeside, sideMistake } from './sides.ts';

/** What the words of a text claim, held against the facts beside them. */
export interface ClaimReport {
  readonly refusals: readonly Refusal[];
  /** Placeholders whose sign a word already says: "fell {{fact:x}}" shows no minus. */
  readonly unsigned: ReadonlySet<number>;
}

/** A word this near to its figure says the figure's sign. */
const BESIDE = 8;

export function checkClaims(prose: Prose): ClaimReport {
  const refusals: Refusal[] = [];
  const unsigned = new Set<number>();
  for (const [index, token] of prose.tokens.entries()) {
    if (token.kind !== 'word' || prose.naming.has(index)) continue;
    const claim = claimAt(prose, index);
    if (claim === undefined) continue;
    const mistake =
      claim.kind === 'side'
        ? sideMistake(prose, index, claim.sign)
        : plainMistake(prose, index, claim, unsigned);
    if (mistake !== undefined) refusals.push({ ...mistake, quote: quoteAround(prose, index) });
    else if (claim.kind === 'side') unsigned.add(gapBeside(prose, index));
  }
  return { refusals, unsigned };
}

function claimAt(prose: Prose, index: number): Claim | undefined {
  const { tokens } = prose;
  const here = tokens[index];
  const neighbour = (offset: 1 | -1) => {
    const token = tokens[index + offset];
    return token?.sentence === here?.sentence ? token : undefined;
  };
  const [before, after] = [neighbour(-1), neighbour(1)];
  const besideFigure = after?.kind === 'fact' || before?.kind === 'fact';
  return claimOf(here?.word ?? '', before?.word ?? '', after?.word ?? '', besideFigure);
}

type PlainClaim = Exclude<Claim, { kind: 'side' }>;
type Mistake = Omit<Refusal, 'quote'>;

function plainMistake(
  prose: Prose,
  index: number,
  claim: PlainClaim,
  unsigned: Set<number>,
): Mistake | undefined {
  const word = prose.tokens[index]?.text ?? '';
  if (claim.kind === 'move' && isPartOfSupposedCross(prose, index, claim.sign)) return undefined;
  const at = nearestFact(prose, index, (fact) => bears(fact, claim));
  const fact = factAt(prose, at);
  if (fact === undefined)
    return {
      kind: kindOf(claim),
      message: `"${word}" needs a fact beside it that says so; there is none in the sentence.`,
    };
  const negated = isNegated(prose, index);
  if (holds(fact, claim, word.toLowerCase()) === negated)
    return { kind: kindOf(claim), message: `"${word}" does not fit ${fact.id}: ${whatIs(fact)}.` };
  if (claim.kind === 'move' && !negated && Math.abs(at - index) <= BESIDE) unsigned.add(at);
  return undefined;
}

/** "A fall below the average would …": the side tells what is meant. */
function isPartOfSupposedCross({ tokens }: Prose, index: number, sign: Direction): boolean {
  const next = tokens[index + 1];
  if (next?.kind !== 'word') return false;
  return sign > 0 ? next.word === 'above' : sign < 0 && next.word === 'below';
}

function bears(fact: Fact, claim: PlainClaim): boolean {
  switch (claim.kind) {
    case 'move':
      return isMove(fact) || fact.readings.some((reading) => WAYS.has(reading));
    case 'judgement':
      return fact.direction !== null && fact.betterWhen !== null;
    case 'sign':
      return fact.direction !== null || fact.readings.some((reading) => SIGNS.has(reading));
    case 'rank':
      return fact.rank !== null;
    case 'reading':
      return fact.readings.length > 0;
  }
}

/** A score has a sign, but only a change, a distance or a pair of before and after has moved. */
const isMove = ({ direction, role, unit }: Fact) =>
  direction !== null && (role !== null || unit === 'percent');

const SIGNS = new Set(['positive', 'negative']);
const WAYS = new Set(['upward', 'downward']);

function holds(fact: Fact, claim: PlainClaim, word: string): boolean {
  switch (claim.kind) {
    case 'move':
      return isMove(fact) ? fact.direction === claim.sign : fact.readings.includes(word);
    case 'judgement':
      return fact.direction === claim.sign * (fact.betterWhen ?? 1);
    case 'sign':
      return fact.direction === null ? fact.readings.includes(word) : fact.direction === claim.sign;
    case 'rank':
      return fact.rank === claim.rank;
    case 'reading':
      return fact.readings.includes(word);
  }
}

const kindOf = ({ kind }: PlainClaim) => (kind === 'rank' || kind === 'reading' ? kind : 'direction');

function whatIs({ direction, rank, readings }: Fact): string {
  const ways: Record<string, string> = {
    '1': 'it points up',
    '-1': 'it points down',
    '0': 'it has not moved',
  };
  const parts = [
    direction === null ? '' : (ways[String(direction)] ?? ''),
    rank === null ? '' : `it is the ${rank}`,
    readings.length === 0 ? '' : `its readings are ${readings.join(', ')}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'it bears no such word' : parts.join('; ');
}
