import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Problem } from '#contracts/common';
import { createLogger } from '../logger.ts';
import { createForwarder, type Forwarder } from './forward.ts';
import { createHttpServer } from './http-server.ts';
import { defineRoute } from './route.ts';

const logger = createLogger({ logLevel: 'silent' });
const COMMON = { scope: 'admin', tag: 'platform', summary: 'Writes', schemas: {} } as const;
const routes = [
  defineRoute({ ...COMMON, method: 'POST', path: '/things', handler: () => 'here' }),
  defineRoute({ ...COMMON, method: 'PUT', path: '/things/{id}', bodyLimitBytes: 10, handler: () => 'here' }),
  defineRoute({
    ...COMMON,
    method: 'POST',
    path: '/sums',
    readsOnly: true,
    schemas: { body: Type.Object({ n: Type.Integer() }) },
    handler: ({ body }) => ({ sum: body.n + 1 }),
  }),
];

/** The server in the region that writes: what it does with each request, and what it has seen. */
let answer: RequestListener;
let seen: { request: IncomingMessage; body: string }[];
let writer: Server;
let forwarder: Forwarder;
let url: string;
let server: Awaited<ReturnType<typeof createHttpServer>>;

beforeEach(async () => {
  seen = [];
  answer = (_request, reply) => void reply.writeHead(200, { 'x-request-id': 'theirs' }).end('there');
  const take: RequestListener = (request, reply) => {
    void text(request).then((body) => {
      seen.push({ request, body });
      answer(request, reply);
    });
  };
  writer = createServer(take).listen(0, '127.0.0.1');
  await once(writer, 'listening');
  forwarder = createForwarder(`http://127.0.0.1:${(writer.address() as AddressInfo).port}`);
  server = await createHttpServer({
    logger,
    guard: () => ({ id: 'ann', name: 'ann', scopes: new Set(['admin'] as const) }),
    routes,
    standing: { kind: 'replica', forward: forwarder.forward, arrived: async () => true },
  });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  writer.closeAllConnections();
  writer.close();
  await server.close();
  await forwarder[Symbol.asyncDispose]();
});

const post = (headers: Record<string, string> = {}, body = '{"a": 1}') =>
  fetch(`${url}/things?b=%20`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('what writes', () => {
  it('is sent on byte for byte with its headers, but those of the connection', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reply = await post({
      authorization: 'Bearer key',
      'content-type': 'text/whatever',
      traceparent: trace,
      via: '2.0 edge',
      'x-request-id': 'mine-1234',
    });
    expect([reply.status, await reply.text()]).toEqual([200, 'there']);
    expect([reply.headers.get('via'), reply.headers.get('x-request-id')]).toEqual([
      '1.1 richesreach',
      'theirs',
    ]);
    const [{ request, body } = { request: { headers: {} } }] = seen;
    expect(request).toMatchObject({ method: 'POST', url: '/things?b=%20' });
    expect(body).toBe('{"a": 1}');
    expect(request.headers).toMatchObject({
      authorization: 'Bearer key',
      'content-length': '8',
      'content-type': 'text/whatever',
      traceparent: trace,
      via: '2.0 edge, 1.1 richesreach',
      'x-request-id': 'mine-1234',
    });
    expect(request.headers.host).not.toBe(new URL(url).host);
  });

  it('is answered here where it only reads, and refused here where it is too large', async () => {
    const sum = await fetch(`${url}/sums`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n": 1}',
    });
    expect(await sum.json()).toEqual({ sum: 2 });
    const large = await fetch(`${url}/things/1`, { method: 'PUT', body: 'x'.repeat(11) });
    expect([large.status, seen.length]).toEqual([413, 0]);
  });

  it('streams the answer as it comes, and is let go when the client leaves', async () => {
    const left = Promise.withResolvers<void>();
    answer = (_request, reply) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'theirs' });
      reply.write('data: first\n\n');
      reply.once('close', left.resolve);
    };
    const leaving = new AbortController();
    const reply = await fetch(`${url}/things`, { method: 'POST', signal: leaving.signal });
    const first = await reply.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
    leaving.abort();
    await left.promise;
  });

  it('is tried again over a broken connection only where twice is the same as once', async () => {
    const breakOnce: RequestListener = (request, reply) => {
      if (seen.length === 1) request.socket.destroy();
      else reply.writeHead(200, { 'x-request-id': 'theirs' }).end('there');
    };
    answer = breakOnce;
    expect((await post({ 'idempotency-key': 'k' })).status).toBe(200);
    seen = [];
    expect((await fetch(`${url}/things/1`, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect(seen.map(({ body }) => body)).toEqual(['x', 'x']);
    seen = [];
    const refused = await post();
    const { code, detail } = (await refused.json()) as Problem;
    expect([refused.status, code, seen.length]).toEqual([503, 'writer-unreachable', 1]);
    expect(detail).toContain('not known');
  });

  it('is refused clearly where only a balancer answers; a failure of the server itself is handed back', async () => {
    answer = (_request, reply) => void reply.writeHead(503).end('<html>no targets</html>');
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ code: 'writer-unreachable', retryable: true });
    answer = (_request, reply) => void reply.writeHead(503, { 'x-request-id': 'theirs' }).end('{}');
    expect([(await post()).headers.get('x-request-id'), seen.length]).toEqual(['theirs', 2]);
  });

  it('is refused after a few tries where nobody listens, and goes through once somebody does', async () => {
    const { port } = writer.address() as AddressInfo;
    writer.closeAllConnections();
    await new Promise((resolve) => writer.close(resolve));
    const refused = await post();
    const { detail } = (await refused.json()) as Problem;
    expect([refused.status, detail]).toEqual([503, expect.stringContaining('ECONNREFUSED')]);
    expect(detail).toContain('Nothing was recorded');
    const late = post();
    writer.listen(port, '127.0.0.1');
    expect((await late).status).toBe(200);
    await vi.waitFor(() => expect(seen.length).toBe(1));
  });
});
