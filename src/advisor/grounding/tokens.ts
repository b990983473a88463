import type { FactTable } from '../facts/fact.ts';

/**
 * A piece of prose. `fact` and `label` are placeholders, `name` is a subject of the table, `mark` is punctuation;
 * `word` is lower case without a possessive. Hyphens part words.
 */
export interface Token {
  readonly kind: 'word' | 'fact' | 'label' | 'name' | 'mark';
  readonly text: string;
  readonly word: string;
  /** Fact id of a placeholder, subject of a name. */
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  /** Whether a capital says nothing here. */
  readonly opens: boolean;
}

const PLACEHOLDER = String.raw`\{\{\s*(?<kind>fact|label)\s*:\s*(?<id>[^{}\s]+)\s*\}\}`;
const WORD = String.raw`(?<word>\p{L}[\p{L}\p{M}\p{N}]*(?:['’.&]\p{L}+)*)`;
const MARK = String.raw`(?<mark>[^\s\p{L}])`;

/** Splits text into tokens. Names and labels of the table are whole tokens, however many words they have. */
export function tokensOf(text: string, table: FactTable): Token[] {
  const { pattern, names, labels } = readerOf(table);
  const tokens: Token[] = [];
  let sentence = 0;
  let opens: boolean = true;
  for (const match of text.matchAll(pattern)) {
    const { kind, id = '', name, label, word, mark } = match.groups ?? {};
    const start: number = match.index;
    const end = start + match[0].length;
    const base = { text: match[0], word: '', id: '', start, end, sentence, opens };
    if (kind !== undefined) tokens.push({ ...base, kind: kind as 'fact' | 'label', id });
    else if (name !== undefined) tokens.push({ ...base, kind: 'name', id: names.get(key(name)) ?? '' });
    else if (label !== undefined) tokens.push({ ...base, kind: 'label', id: labels.get(key(label)) ?? '' });
    else if (word !== undefined) tokens.push({ ...base, kind: 'word', word: plain(word) });
    else if (mark !== '-' && mark !== '‑') tokens.push({ ...base, kind: 'mark', word: mark ?? '' });
    const ends = mark !== undefined && /[.!?]/.test(mark) && /^(?:\s|$|["”)])/.test(text.slice(end));
    const breaks = text.slice(end).startsWith('\n');
    if (ends || breaks) sentence += 1;
    opens = ends || breaks || (mark !== undefined && (/[:"“(]/.test(mark) || (opens && mark !== ',')));
  }
  return tokens;
}

const key = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[-‑\s]+/g, ' ')
    .replaceAll('’', "'");

function plain(word: string): string {
  return word.toLowerCase().replaceAll('’', "'").replace(/'s?$/, '');
}

interface Reader {
  readonly pattern: RegExp;
  readonly names: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
}

const readers = new WeakMap<FactTable, Reader>();

function readerOf(table: FactTable): Reader {
  const known = readers.get(table);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const [subject, aliases] of table.subjects)
    for (const alias of [subject, ...aliases]) if (alias.length > 0) names.set(key(alias), subject);
  const spelled = [...table.subjects].flatMap(([subject, aliases]) => [subject, ...aliases]);
  // A label with a number in it, written out in full, is its placeholder: nobody can write it otherwise.
  const labels = new Map(
    [...table.facts.values()].filter(({ label }) => NUMBERED.test(label)).map((it) => [key(it.label), it.id]),
  );
  const reader = { pattern: patternOf(spelled, [...labels.keys()]), names, labels };
  readers.set(table, reader);
  return reader;
}

const NUMBERED = /\d|\bone\b/;

/** Names are matched as they are written, labels in any case. */
function patternOf(names: readonly string[], labels: readonly string[]): RegExp {
  const either = (texts: readonly string[], spell: (text: string) => string) =>
    texts.length === 0
      ? '(?!)'
      : [...texts]
          .sort((a, b) => b.length - a.length)
          .map((text) => spell(escape(text)))
          .join('|');
  const anyCase = (text: string) =>
    text
      .replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)
      .replaceAll(' ', String.raw`[-‑\s]+`);
  const spelled = (text: string) => text.replaceAll("'", "['’]");
  const alone = (name: string, body: string) =>
    String.raw`(?<![\p{L}\p{N}])(?<${name}>${body})(?![\p{L}\p{N}])(?!-\p{N})`;
  return new RegExp(
    [
      PLACEHOLDER,
      alone('name', either(names, spelled)),
      alone('label', either(labels, anyCase)),
      WORD,
      MARK,
    ].join('|'),
    'gu',
  );
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
