import type { FactTable } from '../facts/fact.ts';
import { isOrdinaryWord } from './ordinary-words.ts';
import { factAt, type Prose, quoteAround } from './prose.ts';
import type { Refusal } from './refusal.ts';
import type { Token } from './tokens.ts';

/** Abbreviations that are no symbols. */
const ACRONYMS = new Set(
  'RSI MACD ADX ATR CCI MFI OBV ROC VWAP SMA EMA WMA DI HRP KKT CVaR VaR ETF CAPM OK AI'.split(' '),
);
const CAPITALS = new Set('Bollinger Sharpe Sortino Markowitz Wilder Black Litterman Ledoit Wolf'.split(' '));
/** After these a lone "A" at the head of a sentence is an article. */
const ACTS =
  /^(?:is|are|was|has|had|closed|closes|ended|finished|trades|traded|stands|stood|rose|fell|gained|lost|gets|goes|carries|does|did|and|or|by)$/;

/** Names and symbols must be those of the table, and each figure must be its neighbour's. */
export function checkNames(prose: Prose): Refusal[] {
  const strangers = prose.tokens.flatMap((token, index): Refusal[] =>
    token.kind === 'word' && isStranger(prose, token, index)
      ? [
          {
            kind: 'name',
            quote: quoteAround(prose, index),
            message: `"${token.text}" is no name or symbol among the facts.`,
          },
        ]
      : [],
  );
  return [...strangers, ...checkSubjects(prose)];
}

function isStranger({ table, tokens }: Prose, { text, word, opens }: Token, index: number): boolean {
  const bare = text.replace(/['’]s?$/, '');
  if (ACRONYMS.has(bare) || CAPITALS.has(bare) || bare === 'I') return false;
  if (bare === 'A') return !opens || ACTS.test(tokens[index + 1]?.word ?? '');
  if (/^\p{Lu}[\p{Lu}.&]*$/u.test(bare)) return true;
  if (/^.+\p{Lu}/u.test(bare)) return true;
  if (!/^\p{Lu}/u.test(bare)) return false;
  return !opens || table.strangers.hasName(bare) || !(isOrdinaryWord(word) || isTerm(table, word));
}

/** Whether a word is part of what a fact of the table is called. */
function isTerm(table: FactTable, word: string): boolean {
  return [...table.facts.values()].some(({ terms }) => terms.some((term) => term.split(' ').includes(word)));
}

/** The name a figure belongs to by its place: right after "in" or "of", else the last one before, else the next. */
function checkSubjects(prose: Prose): Refusal[] {
  const { tokens, table } = prose;
  if (table.subjects.size < 2) return [];
  return tokens.flatMap((_, index): Refusal[] => {
    const fact = factAt(prose, index);
    if (fact === undefined || fact.subject === null) return [];
    const named = subjectBeside(prose, index);
    if (named === fact.subject) return [];
    return [
      {
        kind: 'wrong_subject',
        quote: quoteAround(prose, index),
        message:
          named === undefined
            ? `Say whose figure ${fact.id} is: it is of ${fact.subject}.`
            : `${fact.id} is of ${fact.subject}, not of ${named}.`,
      },
    ];
  });
}

function subjectBeside(prose: Prose, index: number): string | undefined {
  const { tokens } = prose;
  const here = tokens[index];
  const after = [tokens[index + 1], tokens[index + 2]];
  if (/^(?:of|in|for|from|to|on)$/.test(after[0]?.word ?? '')) {
    const direct = subjectOf(prose, after[1]);
    if (direct !== undefined) return direct;
  }
  const inSentence = (token: Token) => token.sentence === here?.sentence;
  const before = tokens
    .slice(0, index)
    .findLast((it) => inSentence(it) && subjectOf(prose, it) !== undefined);
  const next = tokens.slice(index + 1).find((it) => inSentence(it) && subjectOf(prose, it) !== undefined);
  const earlier = tokens.slice(0, index).findLast((it) => subjectOf(prose, it) !== undefined);
  return subjectOf(prose, before ?? next ?? earlier);
}

function subjectOf({ table }: Prose, token: Token | undefined): string | undefined {
  if (token?.kind === 'name') return token.id;
  return token?.kind === 'label' ? (table.facts.get(token.id)?.subject ?? undefined) : undefined;
}
