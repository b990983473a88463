import type { Example } from './train.ts';

/** A line that is not an example; says which one and why. */
export class ExampleError extends Error {
  override name = 'ExampleError';
}

const KNOWN = new Set(['positive', 'negative', 'neutral', 'mixed']);

/** Reads JSON lines `{text, label, entities?}`. Throws `ExampleError` naming the first bad line. */
export function readExamples(text: string): Example[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = readLine(line, index + 1);
    const { text: headline, label, entities = {} } = value;
    if (typeof headline !== 'string') throw new ExampleError(`Line ${index + 1}: "text" is missing.`);
    if (typeof label !== 'string' || !KNOWN.has(label))
      throw new ExampleError(`Line ${index + 1}: "label" must be one of ${[...KNOWN].join(', ')}.`);
    return [{ text: headline, label: label as Example['label'], entities: entities as Example['entities'] }];
  });
}

/** One JSON object. */
export function readLine(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    throw new ExampleError(`Line ${number} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new ExampleError(`Line ${number} is not a JSON object.`);
}
