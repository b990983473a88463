import { describe, expect, it } from 'vitest';
import { draftOf, prepare } from './draft.ts';
import { type OpenApi, type Operation, operationsOf } from './open-api.ts';

const DOCUMENT: OpenApi = {
  paths: {
    '/analytics/market/bars/{symbol}': {
      get: {
        operationId: 'get_bars',
        tags: ['analytics'],
        summary: 'Bars',
        'x-scope': 'market:read',
        parameters: [
          { name: 'symbol', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', default: 10 } },
          { name: 'metrics', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: {
          '200': { description: 'Success', content: { 'application/json': { schema: { type: 'object' } } } },
          default: { content: { 'application/problem+json': {} } },
        },
      },
    },
    '/ai/route': {
      post: {
        operationId: 'post_route',
        tags: ['ai-router'],
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', required: ['prompt'], properties: { prompt: { type: 'string' } } },
            },
            'application/x-ndjson': {},
          },
        },
      },
    },
  },
};

function only(tag: string): Operation {
  const [operation] = operationsOf(DOCUMENT, tag);
  if (operation === undefined) throw new Error(`no operation with ${tag}`);
  return operation;
}

describe('operationsOf', () => {
  it('reads the operations of a tag', () => {
    expect(only('analytics')).toMatchObject({
      id: 'get_bars',
      method: 'GET',
      scope: 'market:read',
      bodyTypes: [],
    });
    expect(only('ai-router')).toMatchObject({
      scope: null,
      summary: '',
      bodyTypes: ['application/json', 'application/x-ndjson'],
    });
    expect(operationsOf(DOCUMENT, 'platform')).toEqual([]);
  });

  it('reads answers with their content type', () => {
    expect(only('analytics').answers).toEqual([
      { status: '200', description: 'Success', contentType: 'application/json', schema: { type: 'object' } },
      { status: 'default', description: '', contentType: 'application/problem+json', schema: undefined },
    ]);
  });
});

describe('a draft', () => {
  it('starts with what is needed', () => {
    expect(draftOf(only('analytics'), DOCUMENT)).toEqual({ parameters: { symbol: 'AAPL' }, body: '' });
    expect(JSON.parse(draftOf(only('ai-router'), DOCUMENT).body)).toHaveProperty('prompt');
  });

  it('puts parameters where they belong, and escapes them', () => {
    const parameters = { symbol: 'BRK/B ', limit: ' 5 ', metrics: 'a, b&c' };
    expect(prepare(only('analytics'), { parameters, body: 'ignored' })).toEqual({
      method: 'GET',
      target: '/analytics/market/bars/BRK%2FB?limit=5&metrics=a&metrics=b%26c',
      body: null,
    });
  });

  it('sends the body as it was typed', () => {
    expect(prepare(only('ai-router'), { parameters: {}, body: '{broken' })).toEqual({
      method: 'POST',
      target: '/ai/route',
      body: '{broken',
    });
  });
});
