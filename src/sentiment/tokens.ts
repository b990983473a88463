import { LEXICON, type WordClass } from './lexicon.ts';

/** A headline cut into words, with what features and rules need of each. Numbers all read `0`. */
export interface Tokens {
  readonly words: readonly string[];
  readonly classes: readonly (WordClass | undefined)[];
  /** Whether the word is written like a name. */
  readonly names: readonly boolean[];
}

const TOKEN = /[A-Za-z]+(?:'[A-Za-z]+)?(?:-[A-Za-z]+)*|\d+(?:[.,]\d+)*|[%$₹?!:;,"]/g;

/** At most so many words are read; headlines have about ten. */
export const MAX_WORDS = 400;

export function tokenise(text: string): Tokens {
  const raw = text.normalize('NFKC').replace(/[’‘`]/g, "'").match(TOKEN) ?? [];
  const words: string[] = [];
  const classes: (WordClass | undefined)[] = [];
  const names: boolean[] = [];
  const nextIsName = (raw[1] ?? '').charCodeAt(0) < 91 && /^[A-Z]/.test(raw[1] ?? '');
  for (const piece of raw) {
    if (words.length >= MAX_WORDS) break;
    const first = piece.charCodeAt(0);
    const capital = first >= 65 && first <= 90;
    const word = first >= 48 && first <= 57 ? '0' : piece.toLowerCase();
    // The first word is always written with a capital; it is a name if the next one is, or if it has more of them.
    names.push(capital && (words.length > 0 || nextIsName || /[A-Z].*[A-Z]/.test(piece)));
    words.push(word);
    classes.push(classOf(word));
  }
  return { words, classes, names };
}

function classOf(word: string): WordClass | undefined {
  const known = LEXICON.get(word);
  if (known !== undefined) return known;
  if (word.endsWith("n't")) return 'not';
  if (word.endsWith("'s")) return LEXICON.get(word.slice(0, -2));
  const dash = word.lastIndexOf('-');
  if (dash < 0) return undefined;
  const last = word.slice(dash + 1);
  // year-end, mix-up: the last part says nothing of the whole.
  return last === 'end' || last === 'up' ? undefined : LEXICON.get(last);
}
