import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Problem } from '#contracts/common';
import { createMemoryCache } from '../cache.ts';
import { DomainError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { createHttpServer, type Guard } from './http-server.ts';
import { itemChecker } from './items.ts';
import { sendCached } from './reply.ts';
import { defineRoute, type Route } from './route.ts';

const LETTER = Type.Object(
  { letter: Type.Enum(['a', 'b']), n: Type.Integer({ minimum: 1, default: 1 }) },
  { additionalProperties: false },
);
const checkLetters = itemChecker(LETTER);
const everybody: Guard = () => ({ id: 'me', name: 'me', scopes: new Set(['admin']) });

const ROUTES: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/things/{id}',
    scope: 'market:read',
    tag: 'platform',
    summary: 'A thing',
    schemas: {
      params: Type.Object({ id: Type.Integer() }),
      query: Type.Object(
        { limit: Type.Integer({ maximum: 5, default: 3 }), deep: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
    },
    handler: ({ params, query }) => ({ id: params.id, ...query }),
  }),
  defineRoute({
    method: 'POST',
    path: '/letters',
    scope: 'market:write',
    tag: 'platform',
    summary: 'Letters',
    schemas: { body: LETTER },
    itemSchema: LETTER,
    handler: ({ body }) => checkLetters(body),
  }),
  defineRoute({
    method: 'POST',
    path: '/one',
    scope: 'market:write',
    tag: 'platform',
    summary: 'One',
    schemas: { body: LETTER },
    handler: ({ body }) => body,
  }),
  defineRoute({
    method: 'GET',
    path: '/broken',
    scope: 'public',
    tag: 'platform',
    summary: 'Throws',
    schemas: {},
    handler: () => {
      throw new Error('password=hunter2');
    },
  }),
];

function start(guard: Guard = everybody, routes: readonly Route[] = ROUTES) {
  return createHttpServer({ logger: createLogger({ logLevel: 'silent' }), guard, routes });
}

describe('http server', () => {
  it('reads numbers and booleans from addresses, applies defaults, and takes a trailing slash', async () => {
    const server = await start();
    const reply = await server.inject('/things/7/?deep=true');
    expect(reply.json()).toEqual({ id: 7, limit: 3, deep: true });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['/things/x', 422, 'invalid-fields', '/params/id'],
    ['/things/1?limit=6', 422, 'invalid-fields', '/query/limit'],
    ['/things/1?lmit=1', 422, 'invalid-fields', '/query/lmit'],
  ])('names what is wrong in %s', async (url, status, code, pointer) => {
    const reply = await (await start()).inject(url);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    const problem = reply.json<Problem>();
    expect(problem).toMatchObject({
      code,
      type: `/problems/${code}`,
      retryable: false,
      request_id: reply.headers['x-request-id'],
    });
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it.each([
    ['GET', '/nothing', undefined, undefined, 404, 'not-found'],
    ['DELETE', '/things/1', undefined, undefined, 405, 'method-not-allowed'],
    ['POST', '/one', '{"letter":', 'application/json', 400, 'invalid-json'],
    ['POST', '/one', '', 'application/json', 400, 'invalid-json'],
    ['POST', '/one', '<a/>', 'text/xml', 415, 'unsupported-media-type'],
    ['POST', '/one', `{"letter":"${'a'.repeat(1024 * 1024)}"}`, 'application/json', 413, 'payload-too-large'],
    ['POST', '/one', '{"__proto__":{"x":1},"letter":"a"}', 'application/json', 400, 'invalid-json'],
    ['POST', '/one', '{"letter":"z"}', 'application/json', 422, 'invalid-fields'],
    ['GET', '/things/%E0%A4%A', undefined, undefined, 400, 'invalid-request'],
    ['GET', '/broken', undefined, undefined, 500, 'internal'],
  ] as const)('answers %s %s with a problem', async (method, url, payload, type, status, code) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const reply = await (await start()).inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    expect([reply.statusCode, reply.json<Problem>().code]).toEqual([status, code]);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.body).not.toContain('hunter2');
  });

  it('never reads a string as a number in a body', async () => {
    const reply = await (await start()).inject({
      method: 'POST',
      url: '/one',
      payload: { letter: 'a', n: '4' },
    });
    expect(reply.json<Problem>().errors).toEqual([{ pointer: '/n', message: 'must be integer' }]);
  });

  it('takes one item, an array and NDJSON, and reports bad items by index', async () => {
    const server = await start();
    const one = await server.inject({ method: 'POST', url: '/letters', payload: { letter: 'a' } });
    expect(one.json()).toMatchObject({ single: true, valid: [{ index: 0, value: { letter: 'a', n: 1 } }] });
    const lines = '{"letter":"a"}\n\n{"letter":"z"}\nnonsense\n{"letter":"b","n":2}\n';
    const many = await server.inject({
      method: 'POST',
      url: '/letters',
      headers: { 'content-type': 'application/x-ndjson' },
      payload: lines,
    });
    const answer = many.json<{
      valid: { index: number }[];
      errors: { index: number; pointer: string; message: string }[];
    }>();
    expect(answer.valid.map(({ index }) => index)).toEqual([0, 3]);
    expect(answer.errors.map(({ index, pointer }) => [index, pointer])).toEqual([
      [1, '/letter'],
      [2, ''],
    ]);
    const single = await server.inject({ method: 'POST', url: '/letters', payload: { letter: 'q' } });
    expect(single.statusCode).toBe(422);
    const tooMany = await server.inject({
      method: 'POST',
      url: '/letters',
      payload: Array.from({ length: 10_001 }, () => ({ letter: 'a' })),
    });
    expect(tooMany.json<Problem>()).toMatchObject({
      status: 413,
      detail: expect.stringContaining('10001') as string,
    });
  });

  it('stops a caller whom the guard refuses, synchronously or later', async () => {
    const refusal = () => new DomainError('unauthenticated', 'no');
    const guards: Guard[] = [
      () => {
        throw refusal();
      },
      () => Promise.reject(refusal()),
    ];
    for (const guard of guards) {
      const reply = await (await start(guard)).inject('/things/1');
      expect([reply.statusCode, reply.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    }
  });

  it('sends prebuilt bytes, compressed or not at all, by what the client has', async () => {
    const cache = createMemoryCache();
    const body = await cache.getOrCompute('k', [], () => ({ big: 'x'.repeat(1000) }));
    const route = defineRoute({
      method: 'GET',
      path: '/c',
      scope: 'public',
      tag: 'platform',
      summary: '',
      schemas: {},
      handler: ({ raw, reply }) => sendCached(raw, reply, body),
    });
    const server = await start(everybody, [route]);
    const plain = await server.inject('/c');
    expect(plain.json()).toEqual({ big: 'x'.repeat(1000) });
    const small = await server.inject({ url: '/c', headers: { 'accept-encoding': 'gzip, br' } });
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(small.rawPayload.length).toBeLessThan(200);
    const same = await server.inject({ url: '/c', headers: { 'if-none-match': String(plain.headers.etag) } });
    expect([same.statusCode, same.body]).toEqual([304, '']);
  });

  it('serves the documentation to whoever asks, and other pages to browsers only', async () => {
    const webAppDir = await mkdtemp(join(tmpdir(), 'richesreach-web-'));
    await writeFile(join(webAppDir, 'index.html'), '<!doctype html>');
    const logger = createLogger({ logLevel: 'silent' });
    const server = await createHttpServer({ logger, guard: everybody, routes: ROUTES, webAppDir });
    const statusOf = async (url: string, accept: string) =>
      (await server.inject({ url, headers: { accept } })).statusCode;
    for (const url of ['/docs/ai-router', '/docs/analytics', '/docs/websocket', '/'])
      expect([url, await statusOf(url, '*/*')]).toEqual([url, 200]);
    expect([await statusOf('/market', '*/*'), await statusOf('/market', 'text/html')]).toEqual([404, 200]);
    await server.close();
    await rm(webAppDir, { recursive: true });
  });

  it('answers bytes that are no HTTP with a problem', async () => {
    const server = await start();
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write('nonsense\r\n\r\n');
    await once(socket, 'end');
    // Though the client keeps its side open.
    await server.close();
    socket.destroy();
    expect(text).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"invalid-request"/);
  });

  it('ends while connections are open that have asked nothing, or only half', async () => {
    const server = await start();
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as AddressInfo;
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    const ended = sockets.map((socket) =>
      once(
        socket.on('error', () => undefined),
        'close',
      ),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    sockets[1]?.write('GET / HTTP/1.1\r\n');
    await expect.poll(() => new Promise((got) => server.server.getConnections((_, n) => got(n)))).toBe(2);
    await server.close();
    await Promise.all(ended);
  });
});
