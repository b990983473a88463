import type { Fact, FactTable } from '../../src/advisor/facts/fact.ts';
import { renderFact } from '../../src/advisor/facts/render-fact.ts';
import { type CorrectText, instantiate } from './corpus.ts';

export type MutationKind = 'digit' | 'sign' | 'unit' | 'symbol' | 'direction' | 'fact';

/** A correct text made wrong in one place, or its table changed so that the text no longer fits. */
export interface Mutant {
  readonly kind: MutationKind;
  readonly what: string;
  readonly text: string;
  readonly table: FactTable;
}

type Make = (correct: CorrectText, random: () => number) => Omit<Mutant, 'kind'>[];
const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

const PLACEHOLDER = /\{\{fact:([^{}]+)\}\}/g;

/** All mutants of a text; where a kind has many places, chance picks among the forms and not among the places. */
export function mutantsOf(correct: CorrectText, random: () => number): Mutant[] {
  return (Object.entries(MAKERS) as [MutationKind, Make][]).flatMap(([kind, make]) =>
    make(correct, random).flatMap((mutant) =>
      mutant.text === correct.text && mutant.table === correct.table ? [] : [{ kind, ...mutant }],
    ),
  );
}

/** Puts something in place of each placeholder, one mutant each. */
function atEachFact(
  { text, table }: CorrectText,
  replace: (whole: string, fact: Fact) => readonly string[],
): Omit<Mutant, 'kind'>[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap((match) => {
    const fact = table.facts.get(match[1] ?? '');
    if (fact === undefined) return [];
    return replace(match[0], fact).map((put) => ({
      what: put,
      text: text.slice(0, match.index) + put + text.slice(match.index + match[0].length),
      table,
    }));
  });
}

const NUMBER_WORDS = [
  'seventy',
  'twelve',
  'three',
  'fifty-five',
  'a hundred',
  'two thirds',
  'half',
  'a dozen',
  'one',
  'a million',
  'ninetyfive',
  'fivefold',
];
const STRAYS = [' (5)', ' by 2.3', ' ４２', ' ٣', ' ½', ' x²', ' Ⅳ', ' five', ' in 2024', ' 1.5%', ' 0'];
const UNITS = [
  'percent',
  '%',
  'dollars',
  'basis points',
  'percentage points',
  'euros',
  'bps',
  'shares',
  'years',
  'cents',
  'weeks',
  'x',
  'pounds',
];
const MADE_UP = ['TSLA', 'ZZZZ', 'QQQ', 'GME', 'Tesla', 'Enron', 'Nestlé'];

/** Written without looking at the checker's own words; both columns say the opposite of each other. */
const ANTONYMS: readonly (readonly [string, string])[] = [
  ['rose', 'fell'],
  ['gained', 'shed'],
  ['advanced', 'retreated'],
  ['climbed', 'slipped'],
  ['risen', 'fallen'],
  ['gain', 'loss'],
  ['rise', 'drop'],
  ['up', 'down'],
  ['higher', 'lower'],
  ['above', 'below'],
  ['above', 'beneath'],
  ['increases', 'shrinks'],
  ['grows', 'dwindles'],
  ['rises', 'drops'],
  ['raise', 'cut'],
  ['improves', 'deteriorates'],
  ['raises', 'trims'],
  ['adds to', 'cuts'],
  ['positive', 'negative'],
  ['bullish', 'bearish'],
  ['overbought', 'oversold'],
  ['strong', 'weak'],
  ['largest', 'smallest'],
  ['highest', 'lowest'],
  ['best', 'worst'],
  ['greatest', 'least'],
  ['upward', 'downward'],
  ['added', 'cost'],
  ['heavier', 'lighter'],
  ['advance', 'slump'],
  ['deepest', 'shallowest'],
  ['rose', 'plunged'],
  ['rose', 'tumbled'],
  ['gained', 'plummeted'],
  ['advanced', 'sank'],
  ['increases', 'falls'],
  ['high', 'low'],
  ['maximum', 'minimum'],
  ['climbed', 'nosedived'],
  ['fell', 'surged'],
  ['declined', 'soared'],
  ['lost', 'jumped'],
  ['dropped', 'rallied'],
  ['fallen', 'rebounded'],
  ['decline', 'recovery'],
];

const MAKERS: Record<MutationKind, Make> = {
  digit: (correct, random) => [
    ...atEachFact(correct, (whole, fact) =>
      [
        renderFact(fact),
        renderFact(fact).replace(/\d/, (digit) =>
          String((Number(digit) + 1 + Math.floor(8 * random())) % 10),
        ),
        pick(NUMBER_WORDS, random) ?? '',
        `${whole}${pick(STRAYS, random)}`,
        whole.replace('}}', 'x}}'),
        whole.replace('fact:', ''),
        String(Math.round(1000 * random())),
      ].filter((put) => !(typeof fact.value === 'string' && put === fact.value)),
    ),
    ...[pick(STRAYS, random) ?? ''].map((stray) => ({
      what: stray,
      text: correct.text.replace(/[.;:,]/, (mark) => stray + mark),
      table: correct.table,
    })),
  ],
  sign: (correct, random) => [
    ...atEachFact(correct, (whole, fact) =>
      typeof fact.value === 'string'
        ? []
        : [`${pick(['minus ', '-', '−', '+', 'plus ', '– −'], random)}${whole}`],
    ),
    ...flippedTables(correct),
  ],
  unit: (correct, random) =>
    atEachFact(correct, (whole, fact) => {
      if (typeof fact.value === 'string') return [];
      const wrong = UNITS.filter(
        (unit) => unit !== fact.counts && !(fact.id === 'volume' && unit === 'shares'),
      );
      return [`${whole} ${pick(wrong, random)}`, `${pick(['$', '€', '£', 'USD ', '%'], random)}${whole}`];
    }),
  symbol: (correct, random) => otherNames(correct, random),
  direction: (correct) => [...otherChoices(correct), ...antonyms(correct), ...negations(correct)],
  fact: (correct, random) => otherFacts(correct, random),
};

/** The figure a word was chosen by turns round: the words of the text are now wrong. */
function flippedTables({ source, text, table, names }: CorrectText): Omit<Mutant, 'kind'>[] {
  const marked = [...source.matchAll(/<(dir|side):([^|<>]*(?:<\w+>)?)\|/g)];
  return marked.flatMap(([, mark, written = '']) => {
    const id = written.replaceAll(/_<(\w+)>/g, (_, name: string) => `_${names[`${name}_id`] ?? names[name]}`);
    const fact = table.facts.get(id);
    if (fact === undefined) return [];
    const turned: Fact =
      mark === 'dir'
        ? {
            ...fact,
            direction: -(fact.direction ?? 0) as Fact['direction'],
            value: typeof fact.value === 'number' ? -fact.value : fact.value,
          }
        : mirrored(fact, table);
    const other = fact.role === null ? undefined : table.facts.get(partnerOf(id));
    const facts = new Map(table.facts).set(id, turned);
    if (other !== undefined) facts.set(other.id, { ...other, direction: turned.direction });
    return [{ what: `${id} turned round`, text, table: { ...table, facts } }];
  });
}

/** The level as far on the other side of what it is a level of. */
function mirrored(fact: Fact, { facts }: FactTable): Fact {
  const { versus, value } = fact;
  const subject = facts.get(versus?.subjectId ?? '')?.value;
  if (versus === null || typeof subject !== 'number' || typeof value !== 'number') return fact;
  return { ...fact, value: 2 * subject - value, versus: { ...versus, side: -versus.side as -1 | 0 | 1 } };
}

const partnerOf = (id: string) =>
  id.includes('_after') ? id.replace('_after', '_before') : id.replace('_before', '_after');

/** The other word of a choice. */
function otherChoices({ source, text, table, names }: CorrectText): Omit<Mutant, 'kind'>[] {
  const marks = [...source.matchAll(/<(?:dir|side|cmp):[^|]*\|([^|<>]*)\|([^|<>]*)>/g)];
  return marks.flatMap((match) => {
    const [whole, up = '', down = ''] = match;
    const swapped =
      source.slice(0, match.index) +
      whole.replace(`|${up}|${down}>`, `|${down}|${up}>`) +
      source.slice(match.index + whole.length);
    const wrong = instantiate(swapped, table, names);
    return wrong === undefined || wrong === text ? [] : [{ what: `${up} for ${down}`, text: wrong, table }];
  });
}

function antonyms({ text, table }: CorrectText): Omit<Mutant, 'kind'>[] {
  const bare = text.replaceAll(/\{\{[^{}]*\}\}/g, (mark) => ' '.repeat(mark.length));
  return ANTONYMS.flatMap(([a, b]) =>
    [
      [a, b],
      [b, a],
    ].flatMap(([from = '', to = '']) =>
      [...bare.matchAll(new RegExp(`(?<![\\w-])${from}(?![\\w-])`, 'gi'))].flatMap(({ index, 0: found }) => {
        if (isName(text, index, found)) return [];
        return [
          {
            what: `${found} → ${to}`,
            text: text.slice(0, index) + to + text.slice(index + found.length),
            table,
          },
        ];
      }),
    ),
  );
}

/** Parts of what a thing is called claim nothing: "yearly high", "lower band", "maximum drawdown". */
function isName(text: string, index: number, found: string): boolean {
  const around = text.slice(Math.max(0, index - 8), index + found.length + 12).toLowerCase();
  return (
    /yearly (?:high|low)|maximum drawdown|one-day|best seen|gives up/.test(around) &&
    /high|low|maximum|loss|best|worst|up/i.test(found)
  );
}

/** "Is above" becomes "is not above". */
function negations({ text, table }: CorrectText): Omit<Mutant, 'kind'>[] {
  const pattern =
    /\b(is|are|was|lies|stands) (above|below|positive|negative|overbought|oversold|bullish|bearish|strong|weak|higher|lower|up|down)\b/g;
  return [...text.matchAll(pattern)].flatMap(({ index, 0: found, 1: verb = '', 2: word = '' }) =>
    /would|should|might|could|if /i.test(text)
      ? []
      : [
          {
            what: `not ${word}`,
            text: `${text.slice(0, index)}${verb} not ${word}${text.slice(index + found.length)}`,
            table,
          },
        ],
  );
}

function otherNames(
  { text, table, names, about }: CorrectText,
  random: () => number,
): Omit<Mutant, 'kind'>[] {
  const own = new Set([...table.subjects].flatMap(([subject, aliases]) => [subject, ...aliases]));
  const known = [
    'AAPL',
    'MSFT',
    'NVDA',
    'XOM',
    'JPM',
    'Microsoft',
    'Exxon Mobil',
    'NVIDIA',
    'Target',
    'Ford',
    'Berkshire Hathaway',
  ];
  const others = [...known, ...MADE_UP].filter(
    (it) => !own.has(it) && ![...own].some((name) => name.includes(it)),
  );
  const put = (from: string, to: string, at: number) => ({
    what: `${from} → ${to}`,
    text: text.slice(0, at) + to + text.slice(at + from.length),
    table,
  });
  const inPlace = Object.entries(names).flatMap(([key, name]) =>
    key.endsWith('_id')
      ? []
      : [
          ...text.matchAll(
            new RegExp(`(?<![\\p{L}_:.])${name.replaceAll('.', String.raw`\.`)}(?![\\p{L}}])`, 'gu'),
          ),
        ].flatMap(({ index }) => {
          // At the head of a text an "A" may be an article.
          if (name === 'A' && index === 0) return [];
          const rival = [...table.subjects.keys()].filter((subject) => subject !== name);
          return [
            put(name, pick(others, random) ?? '', index),
            ...(about === 'market' ? [] : [put(name, pick(rival, random) ?? 'ZZZZ', index)]),
          ];
        }),
  );
  const lead = pick(others, random) ?? 'ZZZZ';
  return [
    ...inPlace,
    { what: `${lead} leads`, text: `${lead} also: ${text}`, table },
    { what: `${lead} trails`, text: `${text} The same holds for ${lead}.`, table },
  ];
}

/** Another fact where the words announce this one: of another unit, or of another name or span than the text says. */
function otherFacts(correct: CorrectText, random: () => number): Omit<Mutant, 'kind'>[] {
  const { table } = correct;
  return atEachFact(correct, (_, fact) => {
    const others = [...table.facts.values()].filter(
      (it) =>
        it.terms.length > 0 && fact.terms.length > 0 && !it.terms.some((term) => fact.terms.includes(term)),
    );
    const other = pick(others, random);
    return other === undefined ? [] : [`{{fact:${other.id}}}`];
  });
}
