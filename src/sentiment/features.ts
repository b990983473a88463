import { directionOf } from './direction.ts';
import type { WordClass } from './lexicon.ts';
import type { Tokens } from './tokens.ts';

/** log₂ of the number of weights a class has. Features share a weight where their hashes meet. */
export const BUCKET_BITS = 17;
const MASK = (1 << BUCKET_BITS) - 1;
const MAX_FEATURES = 16_384;

const CLASS_IDS: Record<WordClass, number> = {
  up: 1,
  down: 2,
  good: 3,
  bad: 4,
  pos: 5,
  neg: 6,
  not: 7,
  end: 8,
  same: 9,
  plan: 10,
};

/** Kinds of features keep their hashes apart. */
const Kind = {
  word: 1,
  pair: 2,
  triple: 3,
  skip: 4,
  characters: 5,
  masked: 6,
  substituted: 7,
  substitutedSkip: 8,
  classWord: 9,
  classPair: 10,
  classDistance: 11,
  classTriple: 12,
  wordThenClass: 13,
  classThenWord: 14,
  classCount: 15,
  classFirst: 16,
  classLast: 17,
  signature: 18,
  direction: 19,
} as const;

const EDGE = 0x3c6ef372;
const NAME = 0x1b873593;

/** Collects the features of one headline at a time; it is reused, so that scoring allocates next to nothing. */
export class FeatureCollector {
  readonly buckets = new Int32Array(MAX_FEATURES);
  readonly values = new Float32Array(MAX_FEATURES);
  count = 0;
  #norm = 0;
  #generation = 0;
  readonly #seen = new Int32Array(1 << BUCKET_BITS);

  /** Fills `buckets` and `values`, scaled to unit length, each bucket once. */
  collect(tokens: Tokens): void {
    this.count = 0;
    this.#norm = 0;
    this.#generation += 1;
    const words = Int32Array.from(tokens.words, hashOf);
    this.#addWords(words);
    this.#addCharacters(tokens.words);
    this.#addMasked(words, tokens.names);
    this.#addSubstituted(words, tokens.classes);
    this.#addClasses(words, tokens.classes);
    const { tone, still, turning } = directionOf(tokens);
    const sense = still ? 99 : Math.round(2 * tone) + 8 + (turning ? 20 : 0);
    this.#add(mix(Kind.direction, sense), 2);
    const scale = 1 / Math.sqrt(this.#norm || 1);
    for (let k = 0; k < this.count; k++) this.values[k] = (this.values[k] as number) * scale;
  }

  #add(hash: number, value: number): void {
    const bucket = finish(hash) & MASK;
    if (this.#seen[bucket] === this.#generation || this.count === MAX_FEATURES) return;
    this.#seen[bucket] = this.#generation;
    this.buckets[this.count] = bucket;
    this.values[this.count] = value;
    this.count += 1;
    this.#norm += value * value;
  }

  /** Words, neighbours, and pairs with up to three words between them. */
  #addWords(words: Int32Array): void {
    const n = words.length;
    const at = (i: number) => (i < 0 || i >= n ? EDGE : (words[i] as number));
    for (let i = -1; i < n; i++) {
      if (i >= 0) this.#add(mix(Kind.word, at(i)), 1);
      const pair = mix(mix(Kind.pair, at(i)), at(i + 1));
      this.#add(pair, 1);
      if (i + 1 < n) this.#add(mix(mix(Kind.triple, pair), at(i + 2)), 0.7);
      for (let d = 2; d <= 4 && i + d <= n; d++)
        this.#add(mix(mix(mix(Kind.skip, d), at(i)), at(i + d)), 0.5);
    }
  }

  /** Three to five letters in a row, word ends included: they carry stems over to forms never seen. */
  #addCharacters(words: readonly string[]): void {
    for (const word of words) {
      const last = word.length;
      for (let start = -1; start < last; start++) {
        let hash: number = Kind.characters;
        for (let length = 1; length <= 5; length++) {
          const i = start + length - 1;
          if (i > last) break;
          hash = mix(hash, i < 0 || i === last ? 32 : word.charCodeAt(i));
          if (length >= 3) this.#add(hash, 0.5);
        }
      }
    }
  }

  /** Two to four words in a row with every name read as one and the same. */
  #addMasked(words: Int32Array, names: readonly boolean[]): void {
    const masked: number[] = [EDGE];
    for (const [i, isName] of names.entries()) {
      if (!isName) masked.push(words[i] as number);
      else if (masked.at(-1) !== NAME) masked.push(NAME);
    }
    masked.push(EDGE);
    for (let i = 0; i < masked.length; i++) {
      let hash = mix(Kind.masked, masked[i] as number);
      for (let length = 2; length <= 4 && i + length <= masked.length; length++) {
        hash = mix(hash, masked[i + length - 1] as number);
        this.#add(hash, 0.5);
      }
    }
  }

  /** Neighbours again, with every word of the lexicon read as its class. */
  #addSubstituted(words: Int32Array, classes: readonly (WordClass | undefined)[]): void {
    const n = words.length;
    const at = (i: number) => {
      if (i < 0 || i >= n) return EDGE;
      const wordClass = classes[i];
      return wordClass === undefined ? (words[i] as number) : CLASS_IDS[wordClass];
    };
    for (let i = -1; i < n; i++) {
      const pair = mix(mix(Kind.substituted, at(i)), at(i + 1));
      this.#add(pair, 0.7);
      if (i + 1 < n) this.#add(mix(pair, at(i + 2)), 0.7);
      for (let d = 2; d <= 4 && i + d <= n; d++)
        this.#add(mix(mix(mix(Kind.substitutedSkip, d), at(i)), at(i + d)), 0.5);
    }
  }

  /** The order in which classes follow each other, whatever stands between them. */
  #addClasses(words: Int32Array, classes: readonly (WordClass | undefined)[]): void {
    const weight = 1.5;
    const places: number[] = [];
    for (let i = 0; i < classes.length; i++) if (classes[i] !== undefined) places.push(i);
    const ids = places.map((i) => CLASS_IDS[classes[i] as WordClass]);
    const counts = new Uint8Array(11);
    for (const [k, id] of ids.entries()) {
      counts[id] = Math.min(3, (counts[id] as number) + 1);
      this.#add(mix(Kind.classWord, id), weight);
      const next = ids[k + 1];
      if (next === undefined) continue;
      const gap = (places[k + 1] as number) - (places[k] as number);
      const pair = mix(mix(Kind.classPair, id), next);
      this.#add(pair, weight);
      this.#add(mix(mix(Kind.classDistance, pair), gap === 1 ? 1 : gap <= 3 ? 3 : 9), weight);
      this.#add(mix(mix(Kind.wordThenClass, words[places[k] as number] as number), next), weight);
      this.#add(mix(mix(Kind.classThenWord, id), words[places[k + 1] as number] as number), weight);
      const third = ids[k + 2];
      if (third !== undefined) this.#add(mix(mix(Kind.classTriple, pair), third), weight);
    }
    for (let id = 1; id < counts.length; id++)
      this.#add(mix(mix(Kind.classCount, id), counts[id] as number), 1);
    if (ids.length <= 4) this.#add(ids.reduce(mix, Kind.signature), weight);
    this.#add(mix(Kind.classFirst, ids[0] ?? 0), weight);
    this.#add(mix(Kind.classLast, ids.at(-1) ?? 0), weight);
  }
}

/** FNV-1a of a word. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}

function mix(hash: number, value: number): number {
  const scrambled = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return Math.imul(hash ^ scrambled ^ (scrambled >>> 13), 0x01000193) + 0x9e3779b9;
}

/** Murmur's finaliser: every bit of the hash reaches the bucket. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
