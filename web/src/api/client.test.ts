import { afterEach, describe, expect, it, type Mock, vi } from 'vitest';
import { requestJson, withQuery } from './client.ts';
import { currentKey, setKey } from './key.ts';
import { ProblemError, problemOf } from './problem.ts';

const PROBLEM = {
  type: '/problems/unknown-symbol',
  title: 'The symbol is not known',
  status: 404,
  detail: 'ZZZZ is not known.',
  code: 'unknown-symbol',
  request_id: 'abc',
  retryable: false,
};

function answer(body: string, init: ResponseInit): Mock<typeof fetch> {
  const fetched = vi.fn<typeof fetch>(async () => new Response(body, init));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function problemFrom(asked: Promise<unknown>) {
  const thrown = await asked.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ProblemError);
  return problemOf(thrown);
}

afterEach(() => {
  setKey(null);
  vi.unstubAllGlobals();
});

describe('requestJson', () => {
  it('answers the body', async () => {
    answer('{"a":1}', { status: 200 });
    expect(await requestJson('/x')).toEqual({ a: 1 });
  });

  it("throws the server's own problem", async () => {
    answer(JSON.stringify(PROBLEM), { status: 404 });
    expect(await problemFrom(requestJson('/x'))).toEqual(PROBLEM);
  });

  it('keeps the request id of an answer it cannot read', async () => {
    answer('<html>', { status: 502, headers: { 'x-request-id': 'r-1' } });
    expect(await problemFrom(requestJson('/x'))).toMatchObject({
      code: 'unreadable-answer',
      status: 502,
      request_id: 'r-1',
      retryable: true,
    });
  });

  it('says so where the server cannot be reached, and lets an abort through', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')));
    expect(await problemFrom(requestJson('/x'))).toMatchObject({ code: 'unreachable', retryable: true });
    const signal = AbortSignal.abort();
    await expect(requestJson('/x', { signal })).rejects.toThrow('failed');
  });

  it('sends the key of this tab, and the body as JSON', async () => {
    const fetched = answer('{}', { status: 200 });
    setKey('rr_live_1_secret');
    await requestJson('/x', { method: 'POST', body: { a: 1 } });
    expect(fetched).toHaveBeenCalledWith(
      '/x',
      expect.objectContaining({
        method: 'POST',
        body: '{"a":1}',
        headers: expect.objectContaining({
          authorization: 'Bearer rr_live_1_secret',
          'content-type': 'application/json',
        }),
      }),
    );
    expect(currentKey()).toBe('rr_live_1_secret');
  });
});

it('writes a query without what has no value', () => {
  expect(withQuery('/a', { as_of: undefined, search: '', limit: 10, q: 'a&b' })).toBe('/a?limit=10&q=a%26b');
  expect(withQuery('/a', { as_of: undefined })).toBe('/a');
});
