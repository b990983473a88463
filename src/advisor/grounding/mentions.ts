import type { FactTable } from '../facts/fact.ts';
import type { Token } from './tokens.ts';

/**
 * Words that name facts: a metric ("the RSI"), a span ("over the month"), or a side of a comparison ("proposed").
 * `to` is the token after the last one.
 */
export interface Mention {
  readonly kind: 'metric' | 'period' | 'role';
  readonly from: number;
  readonly to: number;
  readonly ids: ReadonlySet<string>;
}

const PERIODS: Readonly<Record<string, readonly string[]>> = {
  day: ['day', 'session', 'daily'],
  week: ['week', 'weekly'],
  month: ['month', 'monthly'],
  quarter: ['quarter', 'quarterly'],
  year: ['year', 'yearly', 'annual', 'annually'],
};

const ROLES: Readonly<Record<'before' | 'after', readonly string[]>> = {
  before: ['current', 'currently', 'before', 'now', 'existing', 'today'],
  after: ['proposed', 'after', 'afterwards', 'optimised', 'optimized', 'new'],
};

type Lexicon = ReadonlyMap<string, readonly Omit<Mention, 'from' | 'to'>[]>;
const lexicons = new WeakMap<FactTable, { readonly entries: Lexicon; readonly longest: number }>();

/** Every mention, the longest where several begin at one token. */
export function mentionsIn(tokens: readonly Token[], table: FactTable): Mention[] {
  const { entries, longest } = lexiconOf(table);
  const mentions: Mention[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind === 'label') mentions.push(labelMention(i, token.id, table));
    if (token?.kind !== 'word') continue;
    const length = longestAt(tokens, i, longest, entries);
    if (length === 0) continue;
    const words = wordsOf(tokens, i, length);
    for (const entry of entries.get(words) ?? []) mentions.push({ ...entry, from: i, to: i + length });
    i += length - 1;
  }
  return mentions;
}

function labelMention(at: number, id: string, table: FactTable): Mention {
  const gaps = [...table.facts.values()].filter((fact) => fact.gapTo === id).map((fact) => fact.id);
  return { kind: 'metric', from: at, to: at + 1, ids: new Set([id, ...gaps]) };
}

function longestAt(tokens: readonly Token[], from: number, longest: number, entries: Lexicon): number {
  for (let length = Math.min(longest, tokens.length - from); length > 0; length--)
    if (entries.has(wordsOf(tokens, from, length))) return length;
  return 0;
}

function wordsOf(tokens: readonly Token[], from: number, length: number): string {
  let words = '';
  for (let i = from; i < from + length; i++) {
    const token = tokens[i];
    if (token?.kind !== 'word') return '';
    words += `${i === from ? '' : ' '}${token.word}`;
  }
  return words;
}

function lexiconOf(table: FactTable) {
  const known = lexicons.get(table);
  if (known !== undefined) return known;
  const sets = new Map<string, { kind: Mention['kind']; words: string; ids: Set<string> }>();
  const put = (kind: Mention['kind'], words: string, id?: string) => {
    const entry = sets.get(`${kind} ${words}`) ?? { kind, words, ids: new Set<string>() };
    if (id !== undefined) entry.ids.add(id);
    sets.set(`${kind} ${words}`, entry);
  };
  // A span no fact covers is a wrong one beside any fact that covers another.
  for (const word of Object.values(PERIODS).flat()) put('period', word);
  for (const { id, terms, period, role } of table.facts.values()) {
    for (const term of terms) put('metric', term, id);
    if (period !== null) for (const word of PERIODS[period] ?? []) put('period', word, id);
    if (role !== null) for (const word of ROLES[role]) put('role', word, id);
  }
  const entries = new Map<string, Omit<Mention, 'from' | 'to'>[]>();
  for (const { kind, words, ids } of sets.values())
    entries.set(words, [...(entries.get(words) ?? []), { kind, ids }]);
  const longest = Math.max(1, ...[...entries.keys()].map((words) => words.split(' ').length));
  const lexicon = { entries, longest };
  lexicons.set(table, lexicon);
  return lexicon;
}
