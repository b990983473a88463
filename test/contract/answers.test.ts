import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '#contracts/common';
import type { Platform } from '../../src/roles.ts';
import { startTestPlatform } from '../support/platform.ts';

interface Operation {
  readonly summary?: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: TSchema }> }>;
}

const isProblem = Compile(Problem);
let platform: Platform;
let operations: [string, Operation][];

beforeAll(async () => {
  platform = await startTestPlatform();
  const document = (await (await fetch(`${platform.url}/openapi.json`)).json()) as {
    paths: Record<string, { get?: Operation }>;
  };
  operations = Object.entries(document.paths).flatMap(([path, { get }]) =>
    get === undefined ? [] : [[path, get] as [string, Operation]],
  );
});
afterAll(() => platform[Symbol.asyncDispose]());

describe('answers', () => {
  it('of every address without parameters are what OpenAPI says, or a problem', async () => {
    const plain = operations.filter(([, { parameters }]) => !parameters.some(({ required }) => required));
    expect(plain.length).toBeGreaterThan(7);
    for (const [path, { responses }] of plain) {
      const reply = await fetch(platform.url + path);
      expect(reply.headers.get('x-request-id'), path).not.toBeNull();
      const schema = responses['200']?.content?.['application/json']?.schema;
      const isJson = reply.headers.get('content-type')?.includes('json') === true;
      const body: unknown = isJson ? await reply.json() : undefined;
      if (!reply.ok && reply.status !== 503)
        expect(isProblem.Errors(body), `${path} ${reply.status}`).toEqual([]);
      if (reply.ok && schema !== undefined) expect(Compile(schema).Errors(body), path).toEqual([]);
    }
  });

  it('refuses unknown query parameters everywhere they are described', async () => {
    for (const [path, { parameters }] of operations) {
      if (!parameters.some((it) => it.in === 'query') || path.includes('{')) continue;
      const reply = await fetch(`${platform.url}${path}?surprise=1`);
      expect([path, reply.status]).toEqual([path, 422]);
    }
  });

  it('has a summary for every operation', () => {
    expect(operations.filter(([, { summary = '' }]) => summary.length < 5)).toEqual([]);
  });
});
