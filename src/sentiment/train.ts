import { BUCKET_BITS, FeatureCollector } from './features.ts';
import { tokenise } from './tokens.ts';

export const LABELS = ['negative', 'neutral', 'positive'] as const;
export type PlainLabel = (typeof LABELS)[number];

/** One annotated headline. A headline whose entities differ is `mixed` and teaches by its clauses. */
export interface Example {
  readonly text: string;
  readonly label: PlainLabel | 'mixed';
  readonly entities: Readonly<Record<string, string>>;
}

/** Weights of negative and positive against neutral; the logit of neutral is 0. */
export interface LinearWeights {
  readonly negative: Float32Array;
  readonly positive: Float32Array;
  readonly biasNegative: number;
  readonly biasPositive: number;
}

export interface TrainingOptions {
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly l2?: number;
  /** Independent runs whose weights are averaged. */
  readonly runs?: number;
  readonly onEpoch?: (done: number, total: number) => void;
}

interface Row {
  readonly buckets: Int32Array;
  readonly values: Float32Array;
  readonly label: number;
}

const SIZE = 1 << BUCKET_BITS;
const CLASSES = 3;
/** A feature seen in a single headline teaches noise. */
const MIN_COUNT = 2;
/** Softens the log-count ratios. */
const RATIO_POWER = 0.4;

/**
 * Multinomial logistic regression on hashed n-grams whose values are scaled by their log-count ratio, trained by AdaGrad
 * and averaged over the later epochs. Deterministic. Sources: Wang & Manning 2012 (NB-SVM); Duchi, Hazan & Singer 2011.
 */
export function trainLinear(examples: readonly Example[], options: TrainingOptions = {}): LinearWeights {
  const { epochs = 12, learningRate = 0.5, l2 = 2e-4, runs = 3, onEpoch } = options;
  const rows = rowsOf(examples);
  const ratios = logCountRatios(rows);
  for (const { buckets, values } of rows)
    for (let k = 0; k < buckets.length; k++)
      values[k] = (values[k] as number) * (ratios[buckets[k] as number] as number);
  const sum = new Float64Array(SIZE * CLASSES);
  const bias = new Float64Array(CLASSES);
  let averaged = 0;
  for (let run = 0; run < runs; run++) {
    const learner = new Learner(learningRate, l2);
    const random = generator(run + 1);
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(rows, random);
      for (const row of rows) learner.learn(row);
      onEpoch?.(run * epochs + epoch + 1, runs * epochs);
      if (epoch < epochs / 2) continue;
      averaged += 1;
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (learner.weights[i] as number);
      for (let c = 0; c < CLASSES; c++) bias[c] = (bias[c] as number) + (learner.bias[c] as number);
    }
  }
  const against = (label: number) =>
    Float32Array.from({ length: SIZE }, (_, bucket) => {
      const difference = (sum[bucket * CLASSES + label] as number) - (sum[bucket * CLASSES + 1] as number);
      return (difference / averaged) * (ratios[bucket] as number);
    });
  const biasAgainst = (label: number) => ((bias[label] as number) - (bias[1] as number)) / averaged;
  return {
    negative: against(0),
    positive: against(2),
    biasNegative: biasAgainst(0),
    biasPositive: biasAgainst(2),
  };
}

class Learner {
  readonly weights = new Float32Array(SIZE * CLASSES);
  readonly bias = new Float64Array(CLASSES);
  readonly #squares = new Float32Array(SIZE * CLASSES);
  readonly #rate: number;
  readonly #l2: number;

  constructor(rate: number, l2: number) {
    this.#rate = rate;
    this.#l2 = l2;
  }

  learn({ buckets, values, label }: Row): void {
    const logits = Float64Array.from(this.bias);
    for (let k = 0; k < buckets.length; k++) {
      const at = (buckets[k] as number) * CLASSES;
      for (let c = 0; c < CLASSES; c++)
        logits[c] = (logits[c] as number) + (this.weights[at + c] as number) * (values[k] as number);
    }
    const largest = Math.max(...logits);
    const exponentials = logits.map((logit) => Math.exp(logit - largest));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    for (let c = 0; c < CLASSES; c++) {
      const error = (exponentials[c] as number) / total - Number(c === label);
      this.bias[c] = (this.bias[c] as number) - 0.01 * error;
      if (Math.abs(error) > 1e-4) this.#step(buckets, values, c, error);
    }
  }

  #step(buckets: Int32Array, values: Float32Array, c: number, error: number): void {
    for (let k = 0; k < buckets.length; k++) {
      const at = (buckets[k] as number) * CLASSES + c;
      const gradient = error * (values[k] as number) + this.#l2 * (this.weights[at] as number);
      this.#squares[at] = (this.#squares[at] as number) + gradient * gradient;
      const step = (this.#rate * gradient) / Math.sqrt(this.#squares[at] + 1e-3);
      this.weights[at] = (this.weights[at] as number) - step;
    }
  }
}

function rowsOf(examples: readonly Example[]): Row[] {
  const collector = new FeatureCollector();
  return examples.flatMap(plainExamples).map(({ text, label }) => {
    collector.collect(tokenise(text));
    return {
      buckets: collector.buckets.slice(0, collector.count),
      values: collector.values.slice(0, collector.count),
      label: LABELS.indexOf(label),
    };
  });
}

const CLAUSES = /;|,| as | but | while | even as | despite | amid | on /;

/** A mixed headline becomes those of its clauses whose entities agree. */
function plainExamples({ text, label, entities }: Example): { text: string; label: PlainLabel }[] {
  if (label !== 'mixed') return [{ text, label }];
  return text.split(CLAUSES).flatMap((clause) => {
    const named = Object.entries(entities).filter(([entity]) => clause.includes(entity));
    const tones = new Set(named.map(([, tone]) => tone));
    const [tone] = tones;
    const plain = LABELS.find((it) => it === tone);
    return tones.size === 1 && plain !== undefined && clause.split(' ').length > 2
      ? [{ text: clause, label: plain }]
      : [];
  });
}

/** max over classes |log P(feature | class) / P(feature | rest)|, softened; 0 for features too rare to trust. */
function logCountRatios(rows: readonly Row[]): Float32Array {
  const counts = new Float32Array(SIZE * CLASSES);
  const totals = new Float64Array(CLASSES);
  for (const { buckets, label } of rows) {
    totals[label] = (totals[label] as number) + 1;
    for (const bucket of buckets)
      counts[bucket * CLASSES + label] = (counts[bucket * CLASSES + label] as number) + 1;
  }
  return Float32Array.from({ length: SIZE }, (_, bucket) => {
    const own = counts.subarray(bucket * CLASSES, bucket * CLASSES + CLASSES);
    const all = own.reduce((sum, count) => sum + count, 0);
    if (all < MIN_COUNT) return 0;
    let ratio = 0;
    for (let c = 0; c < CLASSES; c++) {
      const inside = ((own[c] as number) + 1) / ((totals[c] as number) + 1);
      const outside = (all - (own[c] as number) + 1) / (rows.length - (totals[c] as number) + 1);
      ratio = Math.max(ratio, Math.abs(Math.log(inside / outside)));
    }
    return ratio ** RATIO_POWER;
  });
}

/** Mulberry32: a small generator that gives the same order on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffle<T>(items: T[], random: () => number = generator(7)): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
