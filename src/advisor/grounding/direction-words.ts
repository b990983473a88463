import type { Direction } from '../facts/fact.ts';

/** Base forms of verbs and nouns of movement; `inflect` adds the regular forms. */
const UP =
  'rise gain climb advance increase grow jump surge soar rally rebound recover strengthen lift raise add expand widen edge leap spike swell accelerate boost build appreciate ascend mount skyrocket rocket zoom balloon revive top outperform outpace firm';
const DOWN =
  'fall drop decline lose slide slip plunge plummet tumble sink decrease shrink narrow weaken retreat reduce cut shed ease contract slump dip diminish dwindle lower trim shave depreciate descend erode subside slow cool crash nosedive crater collapse crumble tank sag swoon wane recede dwindle underperform lag dent plunge topple';
const UP_FORMS =
  'rose risen grew grown higher upward upwards greater larger bigger stronger heavier wider faster more uptrend rallied rallies upside recovery upswing upturn uptick boom outran winner winners outstripped';
const DOWN_FORMS =
  'fell fallen lost losing loss losses slid sank sunk shrank shrunk downward downwards smaller weaker lighter narrower slower less fewer downtrend shedding cutting downside downturn downswing downtick setback pullback correction selloff slumping wiped shy';
const BETTER = 'better improve improves improved improving improvement';
const WORSE = 'worse worsen worsens worsened worsening deteriorate deteriorates deteriorated deterioration';
const POSITIVE = 'positive positively';
const NEGATIVE = 'negative negatively';
const FLAT = 'unchanged flat unmoved';

const HIGHEST =
  'most highest largest biggest greatest heaviest top maximum max deepest strongest best steepest longest widest riskiest leading';
const LOWEST =
  'least lowest smallest lightest bottom minimum min weakest worst fewest shallowest shortest narrowest safest';

const ABOVE = 'above over exceed exceeds exceeded exceeding surpass surpasses surpassed';
const BELOW = 'below under beneath underneath';

/** Adjectives that only a fact with that reading may be given. */
const READINGS =
  'bullish bearish neutral overbought oversold strong weak high low elevated subdued sideways upbeat downbeat';

/** What a word says of the fact beside it. */
export type Claim =
  | { readonly kind: 'move'; readonly sign: Direction }
  | { readonly kind: 'judgement'; readonly sign: 1 | -1 }
  | { readonly kind: 'sign'; readonly sign: 1 | -1 }
  | { readonly kind: 'side'; readonly sign: 1 | -1 }
  | { readonly kind: 'rank'; readonly rank: 'highest' | 'lowest' }
  | { readonly kind: 'reading' };

const CLAIMS = claims();

function claims(): Map<string, Claim> {
  const map = new Map<string, Claim>();
  const put = (list: string, claim: Claim, forms: (word: string) => readonly string[] = (word) => [word]) => {
    for (const word of list.split(' ').flatMap(forms)) if (!map.has(word)) map.set(word, claim);
  };
  put(UP_FORMS, { kind: 'move', sign: 1 });
  put(DOWN_FORMS, { kind: 'move', sign: -1 });
  put(UP, { kind: 'move', sign: 1 }, inflect);
  put(DOWN, { kind: 'move', sign: -1 }, inflect);
  put(FLAT, { kind: 'move', sign: 0 });
  put(BETTER, { kind: 'judgement', sign: 1 });
  put(WORSE, { kind: 'judgement', sign: -1 });
  put(POSITIVE, { kind: 'sign', sign: 1 });
  put(NEGATIVE, { kind: 'sign', sign: -1 });
  put(ABOVE, { kind: 'side', sign: 1 });
  put(BELOW, { kind: 'side', sign: -1 });
  put(HIGHEST, { kind: 'rank', rank: 'highest' });
  put(LOWEST, { kind: 'rank', rank: 'lowest' });
  put(READINGS, { kind: 'reading' });
  return map;
}

/** Regular inflections, with the consonant doubled where English does. */
function inflect(base: string): string[] {
  const stem = base.endsWith('e') ? base.slice(0, -1) : base;
  const doubled = /[^aeiou][aeiou][bdgmnpt]$/.test(base) ? base + (base.at(-1) ?? '') : stem;
  const plural = /(?:s|sh|ch|x)$/.test(base) ? `${base}es` : `${base}s`;
  return [base, plural, `${stem}ed`, `${doubled}ed`, `${stem}ing`, `${doubled}ing`];
}

/** Words that claim something only beside a figure, or after a verb of being or moving. */
const PARTICLES: Readonly<Record<string, Direction>> = { up: 1, down: -1, cost: -1, costs: -1 };
const BEFORE_PARTICLES = new Set(
  'is was are were be been moved moves move went goes go going trades traded trading stands closed closes ended ends finished finishes points point pointing'.split(
    ' ',
  ),
);

/** Phrases in which a word says nothing about a fact. */
const IDIOMS = new Set(
  'at best|best seen|best read|best described|most recent|most recently|most likely|on top|leading to|adds up|add up'.split(
    '|',
  ),
);

const COMPARATIVES_UP = new Set(['higher', 'greater', 'more', 'larger', 'bigger', 'stronger']);
const COMPARATIVES_DOWN = new Set(['lower', 'less', 'smaller', 'fewer', 'weaker']);

/** The claim of a word between its neighbours ('' at an edge); undefined where it makes none. */
export function claimOf(
  word: string,
  before: string,
  after: string,
  besideFigure: boolean,
): Claim | undefined {
  const particle = PARTICLES[word];
  if (particle !== undefined) {
    const counts = besideFigure || (!word.startsWith('cost') && BEFORE_PARTICLES.has(before));
    return counts ? { kind: 'move', sign: particle } : undefined;
  }
  if (after === 'than' && COMPARATIVES_UP.has(word)) return { kind: 'side', sign: 1 };
  if (after === 'than' && COMPARATIVES_DOWN.has(word)) return { kind: 'side', sign: -1 };
  if (IDIOMS.has(`${before} ${word}`) || IDIOMS.has(`${word} ${after}`)) return undefined;
  return CLAIMS.get(word);
}

const NEGATIONS = new Set(
  "not no never without neither nor cannot can't didn't doesn't don't isn't wasn't aren't weren't hasn't haven't hadn't won't wouldn't fails failed fail".split(
    ' ',
  ),
);
export const isNegation = (word: string): boolean => NEGATIONS.has(word);

const HYPOTHETICAL = new Set('would could might if should unless until'.split(' '));
export const isHypothetical = (word: string): boolean => HYPOTHETICAL.has(word);

const COPULAS = new Set(
  'is are was were lies lie stands stand sits sit trades trade remains remain runs stays holds closed closes'.split(
    ' ',
  ),
);
export const isCopula = (word: string): boolean => COPULAS.has(word);
