import { describe, expect, it } from 'vitest';
import type { Problem } from '#contracts/common';
import { DomainError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { createHttpServer } from './http-server.ts';
import { defineRoute } from './route.ts';

const LISTED = 'https://shop.example';
const WRITE = { method: 'POST', scope: 'market:write', tag: 'platform', schemas: {}, summary: 'x' } as const;

function start(sites: readonly string[] = [LISTED], apps: readonly string[] = []) {
  return createHttpServer({
    logger: createLogger({ logLevel: 'silent' }),
    guard(request) {
      if (request.headers.authorization === undefined) throw new DomainError('unauthenticated', 'No key.');
      return { id: 'me', name: 'me', scopes: new Set(['admin']) };
    },
    crossOrigins: { sites, apps },
    routes: [
      defineRoute({ ...WRITE, path: '/open', crossOrigin: true, handler: () => ({}) }),
      defineRoute({ ...WRITE, path: '/ours', handler: () => ({}) }),
      defineRoute({ ...WRITE, method: 'GET', path: '/ours/{id}', handler: () => ({}) }),
      defineRoute({ ...WRITE, method: 'DELETE', path: '/ours/{id}', handler: () => ({}) }),
    ],
  });
}

function preflight(server: Awaited<ReturnType<typeof start>>, url: string, origin: string) {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  return server.inject({ method: 'OPTIONS', url, headers });
}

describe('pages of other origins', () => {
  it('may ask before they send, without a key, where they are listed', async () => {
    const reply = await preflight(await start(), '/open', LISTED);
    expect(reply.statusCode).toBe(204);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': expect.stringContaining('authorization') as string,
      vary: 'origin',
    });
    expect(reply.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    ['/open', 'https://shop.example.evil.test', 403, 'forbidden-origin'],
    ['/open', 'null', 403, 'forbidden-origin'],
    ['/ours', LISTED, 405, 'method-not-allowed'],
  ])('are refused at %s from %s', async (url, origin, status, code) => {
    const reply = await preflight(await start(), url, origin);
    expect(reply.json<Problem>()).toMatchObject({ status, code });
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('can read answers and refusals, and only those of open routes', async () => {
    const server = await start();
    const post = (url: string, headers: Record<string, string>) =>
      server.inject({ method: 'POST', url, headers: { origin: LISTED, ...headers } });
    const key = { authorization: 'Bearer k' };
    const allowed = [await post('/open', key), await post('/open', {}), await post('/ours', key)].map(
      ({ statusCode, headers }) => [statusCode, headers['access-control-allow-origin']],
    );
    expect(allowed).toEqual([
      [200, LISTED],
      [401, LISTED],
      [200, undefined],
    ]);
  });

  it('of our other apps may call every route', async () => {
    const app = 'https://app.example';
    const server = await start([LISTED], [app]);
    for (const url of ['/open', '/ours', '/ours/7'])
      expect((await preflight(server, url, app)).headers['access-control-allow-origin']).toBe(app);
    expect((await preflight(server, '/ours/7', app)).headers['access-control-allow-methods']).toBe(
      'GET, DELETE',
    );
    const read = await server.inject({ url: '/ours/7', headers: { origin: app, authorization: 'Bearer k' } });
    expect(read.headers['access-control-allow-origin']).toBe(app);
    const refused = (await preflight(server, '/ours', LISTED)).json<Problem>();
    expect([refused.status, refused.detail]).toEqual([403, expect.stringContaining('ALLOWED_ORIGINS')]);
  });

  it('are anybody where a wildcard is set, which production refuses', async () => {
    const reply = await preflight(await start(['*']), '/open', 'https://any.example');
    expect(reply.headers['access-control-allow-origin']).toBe('https://any.example');
  });
});
