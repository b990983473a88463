import { LEXICON } from './lexicon.ts';

/** A company, index, currency or commodity that a headline speaks of, with the clause it stands in. */
export interface EntityMention {
  readonly name: string;
  readonly clause: string;
}

const NAME =
  /[A-Z][\w.&'’-]*(?:\s+(?:&\s+|and\s+(?=[A-Z][\w.]*\s+(?:Bank|Mahindra|Finance|Gas|Sons)))?[A-Z][\w.&'’-]*)*/g;
/** Things that are traded but written small. */
const MARKETS =
  /\b(?:rupee|dollar|euro|yen|yuan|sterling|gold|silver|copper|crude|oil|natural gas|bitcoin|midcaps?|smallcaps?|bonds?|treasuries)\b/g;
/** Written with a capital, but not what the news is about. */
const NOT_ENTITIES =
  /^(?:Rs|USD|INR|Q[1-4]|H[12]|FY\d*|IPO|CEO|CFO|MD|PAT|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan\w*|Feb\w*|Mar|March|Apr\w*|May|June?|July?|Aug\w*|Sep\w*|Oct\w*|Nov\w*|Dec\w*|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Day|Here|How|Why|What|When|Where|The|A|An|In|On|At|No|Not|Is|Are|Will|US|UK|I|We|You|Experts?|Analysts?|Govt|Government|Street)$/;
const CLAUSES = /;|,(?!\d)| as | but | while | even as | amid /;

/** The entities of a headline, each once, in order. A name after the last colon is who says it, and is left out. */
export function entitiesOf(headline: string): EntityMention[] {
  const colon = headline.lastIndexOf(':');
  const isSpeaker =
    colon > 0 &&
    /^[A-Z][\w.'’-]*(?:[\s,&-]+(?:[A-Z][\w.'’&-]*|of|and|at)){0,6}$/.test(headline.slice(colon + 1).trim());
  const said = isSpeaker ? headline.slice(0, colon) : headline;
  const mentions = new Map<string, EntityMention>();
  for (const clause of said.split(CLAUSES)) {
    for (const match of [...clause.matchAll(NAME), ...clause.matchAll(MARKETS)]) {
      const name = trimName(match[0], said.startsWith(match[0]));
      if (name !== undefined && !mentions.has(name.toLowerCase()))
        mentions.set(name.toLowerCase(), { name, clause: clause.trim() });
    }
  }
  return [...mentions.values()].slice(0, 20);
}

/** Takes off words that only look like part of a name; `undefined` where nothing is left. */
function trimName(span: string, atStart: boolean): string | undefined {
  const words = span
    .replace(/['’]s$/, '')
    .replace(/[.'’-]+$/, '')
    .split(/\s+/);
  const dropped = (word: string) => NOT_ENTITIES.test(word);
  while (words.length > 0 && dropped(words[0] as string)) words.shift();
  while (words.length > 0 && dropped(words.at(-1) as string)) words.pop();
  const first = words[0];
  if (first === undefined) return undefined;
  const wordClass = LEXICON.get(first.toLowerCase());
  const ordinary =
    wordClass !== undefined && !/^(good|bad)$/.test(wordClass) && first !== first.toUpperCase();
  if (atStart && ordinary) words.shift();
  const name = words.join(' ');
  return name.length < 2 ? undefined : name;
}
