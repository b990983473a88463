import { describe, expect, it } from 'vitest';
import type { Problem } from '#contracts/common';
import { DomainError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { createHttpServer } from './http-server.ts';
import { defineRoute } from './route.ts';

const LISTED = 'https://shop.example';
const WRITE = { method: 'POST', scope: 'market:write', tag: 'platform', schemas: {}, summary: 'x' } as const;

function start(crossOrigins: readonly string[] = [LISTED]) {
  return createHttpServer({
    logger: createLogger({ logLevel: 'silent' }),
    guard(request) {
      if (request.headers.authorization === undefined) throw new DomainError('unauthenticated', 'No key.');
      return { id: 'me', name: 'me', scopes: new Set(['admin']) };
    },
    crossOrigins,
    routes: [
      defineRoute({ ...WRITE, path: '/open', crossOrigin: true, handler: () => ({}) }),
      defineRoute({ ...WRITE, path: '/ours', handler: () => ({}) }),
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

  it('are anybody where a wildcard is set, which production refuses', async () => {
    const reply = await preflight(await start(['*']), '/open', 'https://any.example');
    expect(reply.headers['access-control-allow-origin']).toBe('https://any.example');
  });
});
