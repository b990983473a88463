import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { parseAst } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import { emitEdge } from './emit.ts';
import type { EdgeEvent, EdgeRequest, EdgeResponse, Values } from './src/events.ts';
import type { OriginRequest } from './src/origin-request.ts';

const emitted = await emitEdge();
const text = (name: string) => (emitted.get(name) ?? Buffer.alloc(0)).toString();

interface Store {
  settings?: Record<string, string>;
  down?: boolean;
}

/** The emitted file under exactly the globals of cloudfront-js-2.0: ECMAScript's own, `console`, and the module. */
function load(name: string, store: Store = {}) {
  const selected = vi.fn<(region: string) => void>();
  const cf = {
    kvs: () => ({
      get: async (key: string) => {
        const value = store.settings?.[key];
        if (store.down === true || value === undefined) throw new Error(`${key} cannot be read`);
        return value;
      },
    }),
    selectRequestOriginById: selected,
  };
  const context = createContext({ console: { log: () => undefined }, cf });
  runInContext(text(name).replace(/^import cf from\s*"cloudfront";/, ''), context);
  const handler = runInContext('handler', context) as (event: EdgeEvent) => unknown;
  return { selected, run: async (event: EdgeEvent) => (await handler(event)) as EdgeRequest & EdgeResponse };
}

function event(change: Partial<EdgeRequest> = {}): EdgeEvent {
  const request = { method: 'GET', uri: '/ai/models', querystring: {}, headers: {}, cookies: {}, ...change };
  return { context: { requestId: 'edge-request-0001' }, viewer: { ip: '203.0.113.9' }, request };
}

const bearer = (token: string) => ({ authorization: { value: `Bearer ${token}` } });
const jwt = (claims: object) =>
  ['{"alg":"RS256"}', JSON.stringify(claims)].map((it) => Buffer.from(it).toString('base64url')).join('.') +
  '.c2ln';
const key = `rr_live_abc123abc123_${'x'.repeat(43)}`;

describe('the emitted files', () => {
  it('are what lies in dist', () => {
    for (const [name, bytes] of emitted)
      expect(
        readFileSync(join(import.meta.dirname, 'dist', name)).equals(bytes),
        `run npm run edge: ${name}`,
      ).toBe(true);
  });

  it('are at most 5 KB each', () => {
    expect(emitted.size).toBe(3);
    for (const [name, bytes] of emitted) expect(bytes.length, name).toBeLessThanOrEqual(5 * 1024);
  });

  it.each(['viewer-request.js', 'viewer-response.js'])('%s uses only what the runtime documents', (name) => {
    const known = new Set(
      `Program ImportDeclaration ImportDefaultSpecifier VariableDeclaration VariableDeclarator FunctionDeclaration
      BlockStatement ReturnStatement IfStatement ForStatement TryStatement CatchClause ExpressionStatement Identifier
      Literal TemplateLiteral TemplateElement ObjectExpression Property MemberExpression CallExpression NewExpression
      AssignmentExpression BinaryExpression LogicalExpression UnaryExpression UpdateExpression ConditionalExpression
      AwaitExpression ParenthesizedExpression`.split(/\s+/),
    );
    const seen = new Set<string>();
    const source = text(name);
    JSON.stringify(parseAst(source), (property, value: unknown) => {
      if (property === 'type' && typeof value === 'string') seen.add(value);
      if (property === 'shorthand') expect(value).toBe(false);
      if (property === 'operator') expect(['??', '??=', '||=', '&&=']).not.toContain(value);
      return value;
    });
    expect(
      [...seen].filter((type) => !known.has(type) && /^[A-Z]\w+$/.test(type) && type !== 'Literal'),
    ).toEqual([]);
    expect(source).not.toMatch(/\b(require|exports|module|process|Buffer|fetch|setTimeout|eval)\b/);
  });
});

describe('viewer-request', () => {
  const { run } = load('viewer-request.js');

  it('gives a request one spelling and an id', async () => {
    const out = await run(
      event({
        uri: '//health//detailed/',
        querystring: { b: { value: '2' }, utm_source: { value: 'x' }, a: { value: '1' } },
      }),
    );
    expect(out.uri).toBe('/health/detailed/');
    expect(Object.keys(out.querystring)).toEqual(['a', 'b']);
    expect(out.headers['x-request-id']).toEqual({ value: 'edge-request-0001' });
  });

  it('keeps a good id and replaces a bad one', async () => {
    const out = await run(event({ headers: { 'x-request-id': { value: 'client-42424242' } } }));
    expect(out.headers['x-request-id']?.value).toBe('client-42424242');
    const bad = await run(event({ headers: { 'x-request-id': { value: 'a\nb' } } }));
    expect(bad.headers['x-request-id']?.value).toBe('edge-request-0001');
  });

  it.each(['/a/../b', '/%2e%2e/etc', '/a/%252E%252e/b', '/a\\..\\b', '/a%00', 'ai'])(
    'refuses %s',
    async (uri) => {
      const out = await run(event({ uri }));
      expect(out.statusCode).toBe(400);
      expect(JSON.parse(out.body?.data ?? '')).toMatchObject({
        code: 'invalid_path',
        status: 400,
        request_id: 'edge-request-0001',
      });
    },
  );

  it('passes keys, fresh tokens and no token at all', async () => {
    const now = Date.now() / 1000;
    for (const headers of [
      {},
      bearer(key),
      bearer(jwt({ exp: Math.round(now + 600) })),
      bearer(jwt({ sub: 'x' })),
    ])
      expect((await run(event({ headers }))).uri).toBe('/ai/models');
  });

  it.each([
    ['expired', bearer(jwt({ exp: 1_700_000_000 })), 'The token has expired. Sign in again.'],
    ['misspelt', bearer('rr_live_x'), 'This is neither an API key nor a token.'],
    ['of another scheme', { authorization: { value: 'Basic dTpw' } }, 'Use Authorization: Bearer <key>.'],
  ])('sends away a token that is %s', async (_, headers, detail) => {
    const out = await run(event({ headers }));
    expect(out.statusCode).toBe(401);
    expect(out.headers['www-authenticate']).toEqual({ value: 'Bearer' });
    expect(JSON.parse(out.body?.data ?? '')).toMatchObject({ detail, retryable: false });
  });

  it('answers 503 in maintenance, except to health checks', async () => {
    const closed = load('viewer-request.js', { settings: { maintenance: 'on' } });
    const out = await closed.run(event());
    expect([out.statusCode, out.headers['retry-after']?.value]).toEqual([503, '60']);
    expect((await closed.run(event({ uri: '/health/detailed/' }))).uri).toBe('/health/detailed/');
  });

  it('pins everyone, or one key, to a region', async () => {
    const all = load('viewer-request.js', { settings: { pin: 'eu-west-1' } });
    await all.run(event());
    await all.run(event({ headers: { 'x-region': { value: 'us-east-1' } } }));
    expect(all.selected.mock.calls).toEqual([['eu-west-1'], ['us-east-1']]);
    const one = load('viewer-request.js', {
      settings: { 'pin-abc123abc123': 'ap-southeast-1', pin: 'nowhere' },
    });
    await one.run(event({ headers: bearer(key) }));
    await one.run(event());
    expect(one.selected.mock.calls).toEqual([['ap-southeast-1']]);
  });

  it('serves on when the store is down', async () => {
    expect((await load('viewer-request.js', { down: true }).run(event())).uri).toBe('/ai/models');
  });
});

describe('viewer-response', () => {
  it('gives the id back', async () => {
    const given = event({ headers: { 'x-request-id': { value: 'client-42424242' } } });
    given.response = { statusCode: 200, headers: {} };
    expect((await load('viewer-response.js').run(given)).headers['x-request-id']).toEqual({
      value: 'client-42424242',
    });
  });
});

describe('origin-request', () => {
  const zip = emitted.get('origin-request.zip') ?? Buffer.alloc(0);
  const source = zip
    .subarray(30 + zip.readUInt16LE(26), 30 + zip.readUInt16LE(26) + zip.readUInt32LE(18))
    .toString();
  const module = { exports: {} as { handler: (event: object) => Promise<OriginRequest | undefined> } };
  runInContext(source, createContext({ module, exports: module.exports }));
  const ask = async (uri: string, country: string) => {
    const custom = {
      domainName: 'origin.app.example',
      customHeaders: { 'x-resident-origin': [{ value: 'eu.app.example' }] },
    };
    const request = {
      uri,
      headers: { 'cloudfront-viewer-country': [{ value: country }] },
      origin: { custom },
    };
    return (await module.exports.handler({ Records: [{ cf: { request } }] }))?.origin?.custom?.domainName;
  };

  it('is stored in an archive that unpacks', () => {
    expect(zip.readUInt16LE(8)).toBe(0);
    expect(crc32(Buffer.from(source))).toBe(zip.readUInt32LE(14));
    expect(source).toContain('handler');
  });

  it('keeps what EU residents say in the EU, and nothing else', async () => {
    expect(await ask('/ai/route', 'DE')).toBe('eu.app.example');
    expect(await ask('/analytics/events', 'NO')).toBe('eu.app.example');
    expect(await ask('/analytics/market/overview', 'DE')).toBe('origin.app.example');
    expect(await ask('/ai/route', 'US')).toBe('origin.app.example');
  });

  it('passes on what it cannot read', async () => {
    expect(
      await module.exports.handler({ Records: [{ cf: { request: { uri: '/', headers: {} } } }] }),
    ).toEqual({ uri: '/', headers: {} });
  });
});

describe('any event', () => {
  const name = fc.oneof(
    fc.constantFrom('a', 'utm_x', '__proto__', 'constructor'),
    fc.string({ maxLength: 12 }),
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom('', 'Bearer ', `Bearer ${key}`, 'Bearer a.b.c', 'Bearer rr_live__', 'Bearer ..'),
  );
  const values = fc.dictionary(name, fc.record({ value })).map((it): Values => it);
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS'),
    uri: fc.oneof(
      fc.webPath(),
      fc.string({ unit: 'binary', maxLength: 80 }).map((it) => `/${it}`),
      fc.constant(''),
    ),
    querystring: values,
    headers: fc
      .tuple(values, fc.option(value, { nil: undefined }))
      .map(([it, token]): Values => (token === undefined ? it : { ...it, authorization: { value: token } })),
    cookies: values,
  });

  it('is answered or passed on, 10,000 times', { timeout: 60_000 }, async () => {
    const open = load('viewer-request.js', { settings: { pin: 'eu-west-1' } });
    const after = load('viewer-response.js');
    await fc.assert(
      fc.asyncProperty(request, async (it) => {
        const out = await open.run(event(it));
        if (out.statusCode !== undefined) expect([400, 401]).toContain(out.statusCode);
        else expect(out.uri.startsWith('/')).toBe(true);
        expect(out.headers['x-request-id']?.value).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
        await after.run({ ...event(it), response: { statusCode: 200, headers: {} } });
      }),
      { numRuns: 10_000 },
    );
  });
});
