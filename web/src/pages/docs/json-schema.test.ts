import { describe, expect, it, vi } from 'vitest';
import { exampleOf, fieldsOf, type JsonSchema, pointedAt, resolved, typeInWords } from './json-schema.ts';

vi.mock('../../format/locale.ts', () => ({ LOCALE: 'en-US' }));

const MOVER: JsonSchema = {
  type: 'object',
  required: ['symbol', 'price'],
  properties: {
    symbol: { type: 'string', description: 'Ticker symbol', pattern: '^[A-Z]+$' },
    price: { type: 'number', exclusiveMinimum: 0, maximum: 1e12 },
  },
};
const DOCUMENT = {
  components: {
    schemas: { Mover: MOVER, Loop: { $ref: '#/components/schemas/Loop' }, 'a/b': { type: 'null' } },
  },
};
const REFERENCE: JsonSchema = { $ref: '#/components/schemas/Mover' };

describe('references', () => {
  it('are followed', () => {
    expect(resolved(REFERENCE, DOCUMENT)).toBe(MOVER);
    expect(pointedAt(DOCUMENT, '#/components/schemas/a~1b')).toEqual({ type: 'null' });
  });

  it('end where they go round in circles or nowhere', () => {
    expect(resolved({ $ref: '#/nowhere' }, DOCUMENT)).toEqual({});
    expect(typeInWords({ $ref: '#/components/schemas/Loop' }, DOCUMENT)).toBe('anything');
  });
});

describe('typeInWords', () => {
  it.each<[JsonSchema, string]>([
    [{ type: 'string', format: 'date' }, 'string, date'],
    [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'number or null'],
    [{ enum: ['1h', '1d'] }, 'one of 1h, 1d'],
    [{ const: 'success' }, '"success"'],
    [{ type: 'array', items: REFERENCE }, 'list of object'],
    [{ oneOf: [REFERENCE, { type: 'array', items: REFERENCE }] }, 'object or list of object'],
    [{ type: 'object', patternProperties: { '^.*$': { type: 'integer' } } }, 'map to integer'],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'map to boolean'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{}, 'anything'],
  ])('of %o', (schema, words) => {
    expect(typeInWords(schema, DOCUMENT)).toBe(words);
  });
});

describe('fieldsOf', () => {
  const ANSWER: JsonSchema = {
    type: 'object',
    required: ['movers', 'limit'],
    properties: {
      movers: { type: 'array', items: REFERENCE, maxItems: 100 },
      limit: { type: 'integer', default: 10 },
      sectors: { type: 'object', patternProperties: { '^.*$': REFERENCE } },
    },
  };

  it('lists parents before children, through references, lists and maps', () => {
    expect(fieldsOf(ANSWER, DOCUMENT).map(({ path }) => path)).toEqual([
      'movers',
      'movers.symbol',
      'movers.price',
      'limit',
      'sectors',
      'sectors.symbol',
      'sectors.price',
    ]);
  });

  it('tells limits, and that a default makes a field optional', () => {
    const fields = Object.fromEntries(fieldsOf(ANSWER, DOCUMENT).map((field) => [field.path, field]));
    expect(fields['movers.price']?.limits).toBe('more than 0, at most 1,000,000,000,000');
    expect(fields['movers']).toMatchObject({ required: true, limits: 'at most 100 items' });
    expect(fields['limit']).toMatchObject({ required: false, limits: 'default 10' });
    expect(fields['movers.symbol']).toMatchObject({ description: 'Ticker symbol', depth: 1 });
  });

  it('ends in a schema that holds itself', () => {
    const tree: { properties: Record<string, JsonSchema> } = { properties: {} };
    tree.properties['child'] = tree;
    expect(fieldsOf(tree, DOCUMENT).length).toBeLessThan(20);
  });
});

describe('exampleOf', () => {
  it('holds what is required and nothing else', () => {
    expect(exampleOf(REFERENCE, DOCUMENT)).toEqual({ symbol: 'AAPL', price: 231.4 });
  });

  it.each<[JsonSchema, unknown]>([
    [{ type: 'string', format: 'date' }, '2020-03-16'],
    [{ type: 'integer', minimum: 5 }, 5],
    [{ type: 'number', exclusiveMinimum: 0 }, 1],
    [{ enum: ['a', 'b'] }, 'a'],
    [{ default: 30, type: 'integer' }, 30],
    [{ examples: ['x'], default: 'y' }, 'x'],
    [{ anyOf: [{ type: 'null' }, { type: 'boolean' }] }, false],
    [{ type: 'array', items: { type: 'string' } }, ['text']],
    [{ type: 'null' }, null],
    [{}, {}],
  ])('of %o', (schema, value) => {
    expect(exampleOf(schema, DOCUMENT)).toEqual(value);
  });
});
