import { directionOf, ruleLogits } from './direction.ts';
import { BUCKET_BITS, FeatureCollector } from './features.ts';
import type { Tokens } from './tokens.ts';
import type { LinearWeights } from './train.ts';

/** The shipped model: whole-number weights, one byte each, and where they come from. */
export interface ModelFile {
  readonly format: 'richesreach-sentiment-1';
  readonly trainedOn: string;
  readonly licence: string;
  readonly examples: number;
  readonly bucketBits: number;
  /** Logit = bias + scale · Σ weight·value. */
  readonly scale: number;
  readonly biasNegative: number;
  readonly biasPositive: number;
  /** Divides the logits so that probabilities are frequencies (Guo et al. 2017). */
  readonly temperature: number;
  readonly negative: string;
  readonly positive: string;
}

/** Probabilities, calibrated. */
export interface Tone {
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
}

const LARGEST = 127;

/** Turns trained weights into bytes. Weights beyond the range of a byte are clipped, which concerns about 1 in 10,000. */
export function packModel(
  weights: LinearWeights,
  about: Pick<ModelFile, 'trainedOn' | 'licence' | 'examples' | 'temperature'>,
): ModelFile {
  const sizes = Float32Array.from([...weights.negative, ...weights.positive], Math.abs).sort();
  const scale = Math.max(sizes[Math.floor(sizes.length * 0.9999)] ?? 1, 1e-9) / LARGEST;
  const pack = (values: Float32Array) =>
    Buffer.from(
      Int8Array.from(values, (value) => Math.max(-LARGEST, Math.min(LARGEST, Math.round(value / scale))))
        .buffer,
    ).toString('base64');
  return {
    format: 'richesreach-sentiment-1',
    ...about,
    bucketBits: BUCKET_BITS,
    scale,
    biasNegative: weights.biasNegative,
    biasPositive: weights.biasPositive,
    negative: pack(weights.negative),
    positive: pack(weights.positive),
  };
}

/** Scores headlines with a model file. Not reentrant, like everything that runs to its end at once. */
export interface Scorer {
  logits(tokens: Tokens): { negative: number; positive: number };
  tone(tokens: Tokens): Tone;
}

export function createScorer(file: ModelFile): Scorer {
  if (file.format !== 'richesreach-sentiment-1' || file.bucketBits !== BUCKET_BITS)
    throw new Error(
      `This model file (${file.format}, ${file.bucketBits} bits) was made by another version; train it again.`,
    );
  const negative = unpack(file.negative);
  const positive = unpack(file.positive);
  const collector = new FeatureCollector();
  const logits = (tokens: Tokens) => {
    collector.collect(tokens);
    let sumNegative = 0;
    let sumPositive = 0;
    for (let k = 0; k < collector.count; k++) {
      const bucket = collector.buckets[k] as number;
      const value = collector.values[k] as number;
      sumNegative += (negative[bucket] as number) * value;
      sumPositive += (positive[bucket] as number) * value;
    }
    const rules = ruleLogits(directionOf(tokens));
    return {
      negative: file.biasNegative + file.scale * sumNegative + rules.negative,
      positive: file.biasPositive + file.scale * sumPositive + rules.positive,
    };
  };
  return { logits, tone: (tokens) => toneOf(logits(tokens), file.temperature) };
}

/** Softmax of (negative, 0, positive) at a temperature. */
export function toneOf(logits: { negative: number; positive: number }, temperature: number): Tone {
  const negative = Math.exp(Math.min(50, logits.negative / temperature));
  const positive = Math.exp(Math.min(50, logits.positive / temperature));
  const total = negative + 1 + positive;
  return { negative: negative / total, neutral: 1 / total, positive: positive / total };
}

function unpack(text: string): Int8Array {
  const bytes = Buffer.from(text, 'base64');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
