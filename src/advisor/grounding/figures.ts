import type { Fact } from '../facts/fact.ts';
import { isNumberWord } from './number-words.ts';
import { factAt, type Prose, quoteAround } from './prose.ts';
import type { Refusal } from './refusal.ts';

/** Everything about figures themselves: none outside a placeholder, each placeholder a fact, no sign or unit of its own. */
export function checkFigures(prose: Prose): Refusal[] {
  const refusals = prose.tokens.flatMap((token, index) => {
    if (token.kind === 'word' || token.kind === 'mark') return strayNumeral(prose, index);
    if (token.kind === 'name') return [];
    return [...placeholderMistake(prose, index), ...(token.kind === 'fact' ? dressing(prose, index) : [])];
  });
  if (prose.tokens.some(({ kind }) => kind === 'fact' || kind === 'label')) return refusals;
  return [
    ...refusals,
    { kind: 'no_fact', quote: prose.text.slice(0, 80), message: 'The text shows no fact at all.' },
  ];
}

function strayNumeral(prose: Prose, index: number): Refusal[] {
  const { tokens } = prose;
  const token = tokens[index];
  if (token === undefined) return [];
  const quote = quoteAround(prose, index);
  if (/\p{N}/u.test(token.text))
    return [{ kind: 'numeral', quote, message: `"${token.text}" is a digit outside a placeholder.` }];
  if (/^[%‰‱$€£¥₹₿¢]$/u.test(token.word))
    return [{ kind: 'unit', quote, message: `"${token.word}" is written by the placeholder.` }];
  if (/^[{}]$/.test(token.word))
    return [{ kind: 'placeholder', quote, message: 'A placeholder is {{fact:ID}} or {{label:ID}}.' }];
  if (token.kind !== 'word') return [];
  const sameSentence = (offset: 1 | -1) => {
    const other = tokens[index + offset];
    return other?.sentence === token.sentence ? other.word : '';
  };
  return isNumberWord(token.word, sameSentence(-1), sameSentence(1))
    ? [{ kind: 'numeral', quote, message: `"${token.text}" is a number word outside a placeholder.` }]
    : [];
}

function placeholderMistake(prose: Prose, index: number): Refusal[] {
  const token = prose.tokens[index];
  if (token === undefined || prose.table.facts.has(token.id)) return [];
  const reason = prose.table.missing.find(({ id }) => id === token.id)?.reason;
  return [
    {
      kind: 'placeholder',
      quote: token.text,
      message:
        reason === undefined ? `There is no fact "${token.id}".` : `${token.id} is not known: ${reason}`,
    },
  ];
}

/** Signs and bounds in front of a figure, units behind it. */
function dressing(prose: Prose, index: number): Refusal[] {
  const { tokens, text } = prose;
  const token = tokens[index];
  const fact = factAt(prose, index);
  if (token === undefined || fact === undefined) return [];
  const quote = quoteAround(prose, index);
  const found: Refusal[] = [];
  const lead = text.slice(Math.max(0, token.start - 3), token.start);
  if (
    /[+−±~≈<>=]\s*$|(?:^|[^-\s])?[-–]$/u.test(lead) ||
    /^(?:minus|plus)$/.test(tokens[index - 1]?.word ?? '')
  )
    found.push({ kind: 'sign', quote, message: `The sign of ${fact.id} is written by the placeholder.` });
  if (BOUNDS.has(tokens[index - 1]?.word ?? '') || isUpTo(prose, index))
    found.push({ kind: 'claim', quote, message: `${fact.id} is that figure, not a bound of it.` });
  const unit = unitBehind(prose, index, fact);
  if (unit !== undefined)
    found.push({
      kind: 'unit',
      quote,
      message: `"${unit}" is not the unit of ${fact.id}${fact.counts === null ? ', which is written by the placeholder' : `; it counts ${fact.counts}`}.`,
    });
  return found;
}

const BOUNDS = new Set(['nearly', 'almost', 'exceeding', 'beyond']);

function isUpTo({ tokens }: Prose, index: number): boolean {
  const [a, b] = [tokens[index - 2]?.word, tokens[index - 1]?.word];
  return (a === 'than' || b === 'than') && !COMPARES.has(tokens[index - 2]?.word ?? '');
}

const COMPARES = new Set([
  'higher',
  'greater',
  'more',
  'lower',
  'less',
  'smaller',
  'fewer',
  'larger',
  'rather',
]);

const UNIT_WORDS = new Set(
  'percent percents percentage cent cents pp bp bps basis points dollar dollars usd euro euros eur pound pounds yen rupee rupees share shares session sessions day days week weeks month months quarter quarters year years hour hours minute minutes time times fold x holding holdings asset assets headline headlines article articles signal signals symbol symbols stock stocks company companies k m bn mn tn'.split(
    ' ',
  ),
);

/** Whether a word is what a fact counts, in either number. */
export function isCounted(word: string, counts: string | null): boolean {
  return counts !== null && (word === counts || `${word}s` === counts);
}

/** A unit word right behind a figure that is not the fact's own; of counts, also one word further. */
function unitBehind({ tokens }: Prose, index: number, { counts }: Fact): string | undefined {
  const reach = counts === null ? 1 : 2;
  for (let i = index + 1; i <= index + reach; i++) {
    const token = tokens[i];
    if (token?.kind !== 'word' || token.sentence !== tokens[index]?.sentence) return undefined;
    if (isCounted(token.word, counts)) return undefined;
    if (UNIT_WORDS.has(token.word)) return token.text;
  }
  return undefined;
}
