import type { Direction, Fact } from '../facts/fact.ts';
import { isCopula } from './direction-words.ts';
import type { Mention } from './mentions.ts';
import { factAt, isNegated, isSupposed, nearestFact, type Prose } from './prose.ts';
import type { Refusal } from './refusal.ts';

type Mistake = Omit<Refusal, 'quote'>;

/** A level stands at most this many tokens after its "above". */
const LEVEL_REACH = 6;
/** "Over" and "under" mean a side only right before a level. */
const LOOSE = new Set(['over', 'under']);

/**
 * What is wrong with an "above" or "below". Its right side is the level named after it, its left side the figure that
 * is said to be there, or else what the level is a level of. What might be must not be so already.
 */
export function sideMistake(prose: Prose, index: number, sign: 1 | -1): Mistake | undefined {
  const word = prose.tokens[index]?.text ?? '';
  const found = sideFound(prose, index);
  if (found === 'none' || ('mistake' in found && LOOSE.has(word.toLowerCase())))
    return LOOSE.has(word.toLowerCase())
      ? undefined
      : { kind: 'comparison', message: `"${word}" needs the level right after it, as a fact or a label.` };
  if ('mistake' in found) return { kind: 'comparison', message: found.mistake };
  const turned = isNegated(prose, index) !== isSupposed(prose, prose.tokens[index]?.sentence ?? 0);
  if ((found.side === sign) === !turned) return turned ? undefined : contraryGap(prose, index, sign);
  const ways: Record<string, string> = { '1': 'above', '-1': 'below', '0': 'at' };
  return {
    kind: 'comparison',
    message: `"${word}" does not fit: ${found.what} is ${ways[String(found.side)]} it.`,
  };
}

/** "Above the average by {{fact:gap}}": the gap must say so too. */
function contraryGap(prose: Prose, index: number, sign: 1 | -1): Mistake | undefined {
  const gap = factAt(prose, gapBeside(prose, index));
  if (gap?.direction == null || gap.direction === sign) return undefined;
  return { kind: 'comparison', message: `"${prose.tokens[index]?.text}" does not fit ${gap.id}.` };
}

/** The distance a side is told with: "{{fact:gap}} above", "above the average by {{fact:gap}}"; -1 where there is none. */
export function gapBeside(prose: Prose, index: number): number {
  const { tokens } = prose;
  if (factAt(prose, index - 1)?.gapTo != null) return index - 1;
  return tokens.findIndex(
    (token, i) =>
      i > index &&
      token.sentence === tokens[index]?.sentence &&
      tokens[i - 1]?.word === 'by' &&
      factAt(prose, i)?.gapTo != null,
  );
}

type Found = 'none' | { readonly mistake: string } | { readonly side: Direction; readonly what: string };

function sideFound(prose: Prose, index: number): Found {
  const level = levelAfter(prose, index);
  const gap = factAt(prose, index - 1);
  if (gap?.gapTo != null && gap.direction !== null) return gapSide(gap, gap.direction, level);
  if (level === undefined) {
    if (LOOSE.has(prose.tokens[index]?.word ?? '')) return 'none';
    const at = nearestFact(prose, index, (fact) => fact.gapTo !== null && fact.direction !== null);
    const fact = factAt(prose, at);
    return fact?.direction == null ? 'none' : { side: fact.direction, what: fact.id };
  }
  const left = figureBefore(prose, index);
  if (left !== undefined && left.id !== level.id && left.unit === level.unit)
    return { side: compared(left, level), what: left.id };
  const { versus } = level;
  if (versus === null) return { mistake: `Nothing is known to stand above or below ${level.id}.` };
  const named = mentionBefore(prose, index);
  if (named !== undefined && !named.ids.has(versus.subjectId))
    return { mistake: `${level.id} is a level of ${versus.subjectId}, not of what the sentence names.` };
  return { side: versus.side, what: versus.subjectId };
}

/** "{{fact:gap}} above the average": the gap's own sign, and it must be the gap to that level. */
function gapSide(gap: Fact, side: Direction, level: Fact | undefined): Found {
  if (level !== undefined && level.id !== gap.gapTo)
    return { mistake: `${gap.id} is not the distance to ${level.id}.` };
  return { side, what: gap.id };
}

function levelAfter(prose: Prose, index: number): Fact | undefined {
  const { tokens, table } = prose;
  const loose = LOOSE.has(tokens[index]?.word ?? '');
  for (let i = index + 1; i <= index + LEVEL_REACH; i++) {
    const token = tokens[i];
    if (token === undefined || token.sentence !== tokens[index]?.sentence || token.kind === 'mark')
      return undefined;
    if (token.kind === 'label') return levelOf(table.facts.get(token.id));
    if (token.kind === 'fact') return levelOf(factAt(prose, i));
    if (i === index + 1 && /^(?:it|that|this)$/.test(token.word)) return lastLevelBefore(prose, index);
    const mention = prose.mentions.find((it) => it.kind === 'metric' && it.from === i);
    const level = mention === undefined ? undefined : onlyLevel(prose, mention);
    if (level !== undefined) return level;
    if (loose && !/^(?:the|its|a|an|their|than)$/.test(token.word)) return undefined;
  }
  return undefined;
}

/** "The band is at {{fact:x}}; the price is above it." */
function lastLevelBefore(prose: Prose, index: number): Fact | undefined {
  for (let i = index - 1; i >= 0 && prose.tokens[i]?.sentence === prose.tokens[index]?.sentence; i--) {
    const level = levelOf(factAt(prose, i));
    if (level !== undefined) return level;
  }
  return undefined;
}

const levelOf = (fact: Fact | undefined): Fact | undefined =>
  fact !== undefined && fact.direction === null && typeof fact.value === 'number' ? fact : undefined;

/** The one level a mention can mean; none where it can mean several. */
function onlyLevel({ table }: Prose, { ids }: Mention): Fact | undefined {
  const levels = [...ids].flatMap((id) => {
    const fact = levelOf(table.facts.get(id));
    return fact?.versus == null ? [] : [fact];
  });
  return levels.length === 1 ? levels[0] : undefined;
}

/** The figure that "is" above: the last one before the verb. */
function figureBefore(prose: Prose, index: number): Fact | undefined {
  const { tokens, table } = prose;
  let verb = false;
  for (let i = index - 1; i >= 0 && tokens[i]?.sentence === tokens[index]?.sentence; i--) {
    const token = tokens[i];
    if (token === undefined) break;
    if (token.kind === 'word') {
      if (isCopula(token.word)) verb = true;
      const before = prose.mentions.find((it) => it.kind === 'metric' && it.to === i + 1);
      if (verb && before !== undefined && namesOther(prose, before)) return undefined;
    } else if (token.kind === 'fact' || token.kind === 'label') {
      return verb ? levelOf(table.facts.get(token.id)) : undefined;
    } else if (token.word === ';' || token.word === ':') return undefined;
  }
  return undefined;
}

/** Words such as "the price" right before the verb say what is above; figures further back do not. */
function namesOther({ table }: Prose, { ids }: Mention): boolean {
  return [...ids].some((id) => table.facts.get(id)?.id === 'close');
}

function mentionBefore(prose: Prose, index: number): Mention | undefined {
  const { tokens } = prose;
  for (let i = index - 1; i >= 0 && tokens[i]?.sentence === tokens[index]?.sentence; i--) {
    const token = tokens[i];
    if (token?.kind === 'mark' || token?.kind === 'fact') return undefined;
    const mention = prose.mentions.find((it) => it.kind === 'metric' && it.to === i + 1);
    if (mention !== undefined) return mention;
  }
  return undefined;
}

function compared(left: Fact, right: Fact): Direction {
  const difference = Number(left.value) - Number(right.value);
  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}
