const UNITS =
  'zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fourty fifty sixty seventy eighty ninety';
const SCALES =
  'hundred thousand million billion trillion quadrillion lakh crore dozen nil naught half third quarter';
const ORDINALS =
  'first second fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth';
const MULTIPLES =
  'once twice thrice double triple quadruple quintuple doubled tripled quadrupled doubling tripling halved halving twofold threefold fourfold fivefold tenfold couple halve halves';

const WORDS = new Set(
  [UNITS, TENS, SCALES, ORDINALS, MULTIPLES].flatMap((list) =>
    list.split(' ').flatMap((word) => [word, `${word}s`]),
  ),
);
const GLUED = new RegExp(`^(?:${TENS.replaceAll(' ', '|')})(?:${UNITS.replaceAll(' ', '|')}|one)$`);

/** Words that are numbers in other languages a model may slip into. */
const FOREIGN = new Set(
  'eins zwei drei vier fünf sechs sieben acht neun zehn zwanzig hundert tausend deux trois quatre cinq sept huit neuf dix vingt mille uno dos tres cuatro cinco seis siete ocho nueve diez veinte cien tre quattro cinque sei sette otto nove dieci dois três quatro oito dez'.split(
    ' ',
  ),
);

/** Ordinary words that look like numbers: they stand only where the neighbours show what they mean. */
const HARMLESS: Readonly<Record<string, (before: string, after: string) => boolean>> = {
  once: (_, after) => ['the', 'a', 'it', 'again', 'more'].includes(after),
  quarter: (before) => PERIOD_ARTICLES.has(before),
  half: (before) => ['older', 'newer', 'earlier', 'later', 'other', 'either'].includes(before),
  halves: (before) => ['both', 'the'].includes(before),
  first: (before, after) => before === '' && after === ',',
  second: (before, after) => before === '' && after === ',',
  third: (before, after) => before === '' && after === ',',
};

const PERIOD_ARTICLES = new Set(['the', 'past', 'last', 'this', 'per', 'each', 'every', 'whole', 'same']);
const ONE_AFTER = new Set(
  'the that this upper lower longer shorter positive negative other no any every each which former latter last'.split(
    ' ',
  ),
);
const ONES_AFTER = new Set(['current', 'proposed', ...ONE_AFTER]);

/** "One" beside these is anybody. */
const MODALS = new Set(['can', 'could', 'should', 'may', 'might', 'must', 'would']);

const isAnybody = (before: string, after: string) =>
  MODALS.has(before) || (before === '' && MODALS.has(after));

/** Whether a word states a number, judged by the words around it ('' at the edge of a sentence). */
export function isNumberWord(word: string, before: string, after: string): boolean {
  if (word === 'ones') return !ONES_AFTER.has(before);
  if (word === 'one') return !(ONE_AFTER.has(before) || isAnybody(before, after) || after === 'way');
  const harmless = HARMLESS[word];
  if (harmless !== undefined) return !harmless(before, after);
  return WORDS.has(word) || GLUED.test(word) || FOREIGN.has(word);
}
