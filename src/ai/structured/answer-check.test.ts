import { describe, expect, it } from 'vitest';
import type { Completion } from '../chat.ts';
import { answerCheckOf } from './answer-check.ts';
import { schemaErrors } from './schema-errors.ts';

function completion(text: string, finishReason: Completion['finishReason'] = 'stop'): Completion {
  return { text, finishReason, refusal: null, toolCalls: [], usage: null, raw: null };
}

function checkBy(schema: object) {
  const format = { type: 'json_schema' as const, json_schema: { name: 'x', schema } };
  return answerCheckOf({ messages: [], maxTokens: 1, response_format: format }, { cutPasses: false });
}

describe('answerCheckOf', () => {
  it('names every departure by its place', () => {
    const check = checkBy({
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: 'array', items: { enum: [1, 2] } } },
      required: ['a'],
    });
    expect(check?.(completion('{"a":1,"b":[2]}'))).toBeNull();
    expect(check?.(completion('{"a":"1","b":[1,3]}'))).toMatch(/\/a must be number; \/b\/1 must be equal/);
    expect(check?.(completion('{"b":[]}'))).toMatch(/required/);
    expect(check?.(completion('```json\n{"a":1}\n```'))).toMatch(/not JSON/);
    expect(check?.(completion('{"a":1', 'length'))).toMatch(/max_tokens/);
    expect(check?.(completion('', 'tool_calls'))).toBeNull();
  });

  it('asks only for an object where no schema was given, and for nothing where prose is wanted', () => {
    const request = { messages: [], maxTokens: 1 };
    const object = answerCheckOf(
      { ...request, response_format: { type: 'json_object' } },
      { cutPasses: true },
    );
    expect(object?.(completion('{"any":true}'))).toBeNull();
    expect(object?.(completion('[]'))).toMatch(/must be object/);
    expect(object?.(completion('{', 'length'))).toBeNull();
    expect(answerCheckOf(request, { cutPasses: true })).toBeNull();
  });
});

describe('schemaErrors', () => {
  it('ends a pattern that would run for ever', () => {
    const startedAt = performance.now();
    const errors = schemaErrors({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(64)}!`);
    expect(errors[0]?.message).toMatch(/cannot be checked/);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(schemaErrors({ type: 'string', pattern: '^a+$' }, 'aaa')).toEqual([]);
  });

  it('ends a schema that only refers to itself', () => {
    expect(schemaErrors({ $ref: '#' }, 1)[0]?.message).toMatch(/cannot be checked/);
  });

  it('follows references within the schema', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    };
    expect(schemaErrors(tree, { next: { next: {} } })).toEqual([]);
    expect(schemaErrors(tree, { next: { next: 1 } })[0]?.pointer).toBe('/next/next');
  });
});
