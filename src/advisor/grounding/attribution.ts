import { claimOf } from './direction-words.ts';
import { isCounted } from './figures.ts';
import type { Mention } from './mentions.ts';
import { factAt, type Prose, quoteAround } from './prose.ts';
import type { Refusal } from './refusal.ts';

/** A mention after its figure stands close by: "{{fact:x}} over the month". */
const AFTER_REACH = 6;

/**
 * Whether each figure is the one its words announce: "RSI at {{fact:sma50}}", "over the year {{fact:change_5d}}" and
 * "from {{fact:x_after}}" are not. The words before a figure speak of it; where there are none, those after it may,
 * unless the figure before has taken them.
 */
export function checkAttribution(prose: Prose): Refusal[] {
  const refusals: Refusal[] = [];
  for (const kind of ['metric', 'period', 'role'] as const) {
    const taken = new Set<Mention>();
    let from = 0;
    for (const [index, token] of prose.tokens.entries()) {
      if (token.kind !== 'fact') continue;
      const mention = announcing(prose, kind, from, index, taken);
      if (mention !== undefined) {
        taken.add(mention);
        const mistake = misnamed(prose, index, mention);
        if (mistake !== undefined) refusals.push(mistake);
      }
      from = index + 1;
    }
  }
  return [...refusals, ...wrongOrder(prose), ...wrongGaps(prose), ...wrongFrames(prose)];
}

function announcing(
  prose: Prose,
  kind: Mention['kind'],
  from: number,
  index: number,
  taken: ReadonlySet<Mention>,
): Mention | undefined {
  const { tokens, mentions } = prose;
  const sentence = tokens[index]?.sentence;
  const free = mentions.filter(
    (it) => it.kind === kind && !taken.has(it) && tokens[it.from]?.sentence === sentence,
  );
  const before = free.findLast(
    (it) => it.from >= from && it.to <= index && !(kind === 'metric' && isCompared(prose, it.to, index)),
  );
  if (before !== undefined || !asks(prose, kind, index)) return before;
  return free.find((it) => it.from > index && isReachable(prose, kind, index, it.from));
}

/** "A close above {{fact:level}}": what is named is compared with the figure, not shown by it. */
function isCompared({ tokens }: Prose, from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ word }) => word === 'above' || word === 'below');
}

/** Whether what comes after a figure may speak of it at all. */
function asks(prose: Prose, kind: Mention['kind'], index: number): boolean {
  const fact = factAt(prose, index);
  if (kind === 'period') return fact?.period != null;
  return kind === 'metric' || fact?.role != null;
}

function isReachable({ tokens }: Prose, kind: Mention['kind'], index: number, at: number): boolean {
  if (kind === 'metric') return at === index + 1;
  if (at - index > AFTER_REACH) return false;
  return tokens
    .slice(index + 1, at)
    .every((token) => token.kind === 'word' && token.word !== 'and' && token.word !== 'against');
}

function misnamed(prose: Prose, index: number, { kind, ids, from, to }: Mention): Refusal | undefined {
  const fact = factAt(prose, index);
  if (fact === undefined || (ids.has(fact.id) && !isBareGap(prose, index, ids))) return undefined;
  if (saysItself(prose, index, kind, to)) return undefined;
  const words = prose.tokens
    .slice(from, to)
    .map(({ text }) => text)
    .join(' ');
  return {
    kind: 'wrong_fact',
    quote: quoteAround(prose, index),
    message: `${fact.id} is not what "${words}" names.`,
  };
}

/** "The average of {{fact:gap}}": a distance is told by "by", not as the level itself. */
function isBareGap({ tokens, table }: Prose, index: number, ids: ReadonlySet<string>): boolean {
  const gapTo = table.facts.get(tokens[index]?.id ?? '')?.gapTo;
  return gapTo != null && ids.has(gapTo) && /^(?:of|at|is)$/.test(tokens[index - 1]?.word ?? '');
}

/** Whether something nearer than the mention tells what the figure is. */
function saysItself({ tokens, table }: Prose, index: number, kind: Mention['kind'], to: number): boolean {
  const fact = table.facts.get(tokens[index]?.id ?? '');
  switch (kind) {
    case 'metric':
      return [1, 2].some((offset) => isCounted(tokens[index + offset]?.word ?? '', fact?.counts ?? null));
    case 'period':
      // "The month's {{fact}}" can be nothing else; a span further off may speak of something else.
      return fact?.period == null && to !== index;
    case 'role':
      return fact?.role == null || /^(?:from|to)$/.test(tokens[index - 1]?.word ?? '');
  }
}

/** A distance is followed by what it is the distance to: "{{fact:gap}} above the {{label:sma50}}", "from the high". */
function wrongGaps(prose: Prose): Refusal[] {
  const { tokens, mentions } = prose;
  return tokens.flatMap((token, index): Refusal[] => {
    const gapTo = factAt(prose, index)?.gapTo;
    if (gapTo == null || !prose.table.facts.has(gapTo)) return [];
    const next = mentions.find(
      ({ kind, from }) => kind === 'metric' && from > index && from <= index + GAP_REACH,
    );
    const between = tokens.slice(index + 1, next?.from ?? index + 1);
    if (next === undefined || between.some(({ kind }) => kind !== 'word') || next.ids.has(gapTo)) return [];
    return [
      {
        kind: 'wrong_fact',
        quote: quoteAround(prose, index),
        message: `${token.id} is the distance to ${gapTo}, not to that.`,
      },
    ];
  });
}

const GAP_REACH = 4;

const PRICE_VERBS = /^(?:closed|closes|finished|finishes|ended|ends|trades|traded|opened)$/;

/** Verbs that take one kind of figure: a price closes "at" a price, things move "by" a change. */
function wrongFrames(prose: Prose): Refusal[] {
  const { tokens } = prose;
  return tokens.flatMap((token, index): Refusal[] => {
    const fact = factAt(prose, index);
    if (fact === undefined) return [];
    const [verb, preposition] = [tokens[index - 2]?.word ?? '', tokens[index - 1]?.word ?? ''];
    const isPrice = fact.terms.includes('closing price') && fact.unit === 'usd';
    const wrong =
      (preposition === 'at' && PRICE_VERBS.test(verb) && !isPrice) ||
      (preposition === 'by' && (fact.versus !== null || fact.unit === 'text')) ||
      (isMoveWord(preposition, verb) && fact.direction === null && fact.readings.length === 0);
    if (!wrong) return [];
    const quote = quoteAround(prose, index);
    return [{ kind: 'wrong_fact', quote, message: `${token.id} is no figure for "${verb} ${preposition}".` }];
  });
}

/** A verb of movement right before its figure. */
function isMoveWord(word: string, before: string): boolean {
  return claimOf(word, before, '', true)?.kind === 'move' && !/^(?:a|an|the)$/.test(before);
}

/** "From {{before}} to {{after}}", never the other way round. */
function wrongOrder(prose: Prose): Refusal[] {
  const { tokens } = prose;
  return tokens.flatMap((token, index): Refusal[] => {
    const fact = factAt(prose, index);
    const preposition = tokens[index - 1]?.word;
    const wrong =
      (preposition === 'from' && fact?.role === 'after') || (preposition === 'to' && fact?.role === 'before');
    if (!wrong) return [];
    return [
      {
        kind: 'wrong_fact',
        quote: quoteAround(prose, index),
        message: `"${preposition}" does not go before ${token.id}, the value ${fact?.role} the change.`,
      },
    ];
  });
}
