import { entitiesOf } from './entities.ts';
import { createScorer, type ModelFile, type Tone } from './model.ts';
import { tokenise } from './tokens.ts';

export type Label = 'positive' | 'negative' | 'neutral' | 'mixed';

export interface EntitySentiment {
  readonly name: string;
  readonly label: Exclude<Label, 'mixed'>;
  /** −1 … 1. */
  readonly score: number;
}

export interface Sentiment {
  readonly label: Label;
  /** P(positive) − P(negative), calibrated: −1 … 1. */
  readonly score: number;
  readonly probabilities: Tone;
  readonly entities: readonly EntitySentiment[];
  /** Why the answer should be taken with care, or `null`. */
  readonly note: string | null;
}

export interface SentimentAnalyser {
  /** The tone of a headline, and of each entity in it. Any text is answered; what cannot be judged is neutral with a note. */
  analyse(text: string): Sentiment;
}

/** Longer texts are judged by their beginning. */
const MAX_CHARACTERS = 4_000;
/** Entities differ only where both sides are this clear. */
const CLEAR = 0.6;

export function createSentimentAnalyser(file: ModelFile): SentimentAnalyser {
  const scorer = createScorer(file);
  const toneOf = (text: string) => scorer.tone(tokenise(text));
  return {
    analyse(text) {
      const read = text.slice(0, MAX_CHARACTERS);
      const unreadable = noteOn(read);
      if (unreadable !== undefined) return { ...NEUTRAL, note: unreadable };
      const whole = toneOf(read);
      const entities = entitiesOf(read).map(({ name, clause }) => {
        const tone =
          clause.length < read.length && clause.includes(' ') ? blend(whole, toneOf(clause)) : whole;
        return { name, label: plainLabel(tone), score: scoreOf(tone) };
      });
      const note =
        text.length > MAX_CHARACTERS ? `Only the first ${MAX_CHARACTERS} characters were read.` : null;
      return { label: labelOf(whole, entities), score: scoreOf(whole), probabilities: whole, entities, note };
    },
  };
}

const NEUTRAL: Sentiment = {
  label: 'neutral',
  score: 0,
  probabilities: { negative: 0, neutral: 1, positive: 0 },
  entities: [],
  note: null,
};

/** The model knows English words; without any there is nothing to judge. */
function noteOn(text: string): string | undefined {
  if (text.trim() === '') return 'The text is empty.';
  const latin = countLatin(text);
  // Most headlines are plain English, and counting the letters of all scripts is dear.
  if (latin > text.length / 2) return undefined;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return 'The text has no words.';
  return latin < letters / 2 ? 'The text is not in English.' : undefined;
}

function countLatin(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const lower = text.charCodeAt(i) | 32;
    if (lower >= 97 && lower <= 122) count += 1;
  }
  return count;
}

function labelOf(tone: Tone, entities: readonly EntitySentiment[]): Label {
  const clear = (sign: number) => entities.some(({ score }) => sign * score > CLEAR);
  return clear(1) && clear(-1) ? 'mixed' : plainLabel(tone);
}

function plainLabel({ negative, neutral, positive }: Tone): Exclude<Label, 'mixed'> {
  if (neutral >= negative && neutral >= positive) return 'neutral';
  return positive > negative ? 'positive' : 'negative';
}

const scoreOf = ({ negative, positive }: Tone): number => positive - negative;

/** A clause says most of what there is to say of the entities in it. */
function blend(whole: Tone, clause: Tone): Tone {
  return {
    negative: mix(whole.negative, clause.negative),
    neutral: mix(whole.neutral, clause.neutral),
    positive: mix(whole.positive, clause.positive),
  };
}

const CLAUSE_SHARE = 0.8;
const mix = (whole: number, clause: number): number => whole + CLAUSE_SHARE * (clause - whole);
