import { describe, expect, it } from 'vitest';
import { crossValidate } from './cross-validate.ts';
import { createScorer, packModel } from './model.ts';
import { ExampleError, readExamples } from './read-examples.ts';
import { tokenise } from './tokens.ts';
import { type Example, trainLinear } from './train.ts';

const NAMES = ['Arbor', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Juniper', 'Larch'];
const TONES = [
  ['zibbles merrily', 'positive'],
  ['grumphs badly', 'negative'],
  ['files a form', 'neutral'],
] as const;
/** Made-up words, so that only training can know their tone. */
const examples: Example[] = NAMES.flatMap((name) =>
  TONES.map(([what, label]) => ({ text: `${name} ${what} on Monday`, label, entities: { [name]: label } })),
);
const about = { trainedOn: 'test', licence: 'none', examples: examples.length, temperature: 1 };

describe('trainLinear', () => {
  const weights = trainLinear(examples, { runs: 1 });

  it('learns words it has never seen before training', () => {
    const scorer = createScorer(packModel(weights, about));
    const tone = (text: string) => scorer.tone(tokenise(text));
    expect(tone('Maple zibbles merrily on Monday').positive).toBeGreaterThan(0.6);
    expect(tone('Maple grumphs badly on Monday').negative).toBeGreaterThan(0.6);
    expect(tone('Maple files a form on Monday').neutral).toBeGreaterThan(0.6);
  });

  it('gives the same weights every time', () => {
    expect(packModel(trainLinear(examples, { runs: 1 }), about)).toEqual(packModel(weights, about));
  });

  it('learns from the clauses of a mixed headline', () => {
    const mixed: Example = {
      text: 'Oak zibbles merrily today, Pine grumphs badly today',
      label: 'mixed',
      entities: { Oak: 'positive', Pine: 'negative' },
    };
    const scorer = createScorer(
      packModel(
        trainLinear(
          Array.from({ length: 8 }, () => mixed),
          { runs: 1 },
        ),
        about,
      ),
    );
    const { positive, negative } = scorer.tone(tokenise('Ash zibbles merrily today'));
    expect(positive).toBeGreaterThan(negative);
  });
});

describe('createScorer', () => {
  it('refuses a model of another version', () => {
    const file = packModel(trainLinear(examples, { runs: 1, epochs: 1 }), about);
    expect(() => createScorer({ ...file, bucketBits: 5 })).toThrow('train it again');
  });
});

describe('crossValidate', () => {
  it('judges each headline by a model that has not seen it', () => {
    const result = crossValidate(examples, 5, { runs: 1 });
    expect(result.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(examples.length);
    expect(result.macroF1).toBe(1);
  });

  it('cannot be right about noise', () => {
    const noise = examples.map((example, i) => ({
      ...example,
      label: TONES[(i * 7 + Math.floor(i / 5)) % 3]?.[1] ?? 'neutral',
    }));
    expect(crossValidate(noise, 5, { runs: 1 }).macroF1).toBeLessThan(0.8);
  });
});

describe('readExamples', () => {
  it.each([
    ['{"text": 1, "label": "neutral"}', '"text" is missing'],
    ['{"text": "a", "label": "happy"}', 'must be one of'],
    ['nonsense', 'Line 1 is not JSON'],
    ['[]', 'not a JSON object'],
  ])('%s', (line, message) => {
    expect(() => readExamples(line)).toThrow(ExampleError);
    expect(() => readExamples(line)).toThrow(message);
  });
});
