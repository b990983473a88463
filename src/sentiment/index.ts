import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFile } from './model.ts';
import { createSentimentAnalyser, type SentimentAnalyser } from './sentiment.ts';

export { type CrossValidation, crossValidate } from './cross-validate.ts';
export { type ModelFile, packModel } from './model.ts';
export { ExampleError, readExamples, readLine } from './read-examples.ts';
export type { EntitySentiment, Label, Sentiment, SentimentAnalyser } from './sentiment.ts';
export { createSentimentAnalyser } from './sentiment.ts';
export { type Example, trainLinear } from './train.ts';

export const SHIPPED_MODEL = join(import.meta.dirname, 'models/headlines.json');

/** The analyser with the model that ships, or with one trained by `richesreach train sentiment`. */
export async function loadSentimentAnalyser(path: string = SHIPPED_MODEL): Promise<SentimentAnalyser> {
  return createSentimentAnalyser(JSON.parse(await readFile(path, 'utf8')) as ModelFile);
}
