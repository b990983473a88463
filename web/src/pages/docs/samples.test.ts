import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { PreparedRequest } from './draft.ts';
import { sample } from './samples.ts';

const ORIGIN = 'http://localhost:8000';
const GET: PreparedRequest = {
  method: 'GET',
  target: '/analytics/market/overview?as_of=2020-03-16',
  body: null,
};
const POST: PreparedRequest = {
  method: 'POST',
  target: '/ai/route',
  body: JSON.stringify(
    { prompt: 'It\'s "true", not null; $HOME `id`', stream: true, context: null },
    null,
    2,
  ),
};

describe('curl', () => {
  it('is one short line for a simple question', () => {
    expect(sample('curl', GET, { origin: ORIGIN, withKey: false })).toBe(
      `curl 'http://localhost:8000/analytics/market/overview?as_of=2020-03-16'`,
    );
  });

  it('reaches curl with every argument whole, whatever the body holds', () => {
    const script = sample('curl', POST, { origin: ORIGIN, withKey: true });
    const shell = `curl() { printf '%s\\0' "$@"; }; RICHESREACH_KEY=rr_live_1; ${script}`;
    const seen = execFileSync('/bin/sh', ['-c', shell], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(seen).toEqual([
      '-X',
      'POST',
      `${ORIGIN}/ai/route`,
      '-H',
      'authorization: Bearer rr_live_1',
      '-H',
      'content-type: application/json',
      '-d',
      POST.body,
    ]);
  });
});

describe('TypeScript', () => {
  it('asks for exactly the same', async () => {
    const code = sample('TypeScript', POST, { origin: ORIGIN, withKey: false });
    const asked: unknown[] = [];
    const fetchLike = async (...given: unknown[]) => {
      asked.push(...given);
      return Response.json({});
    };
    const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
    await AsyncFunction('fetch', 'console', code)(fetchLike, { log: () => undefined });
    expect(asked[0]).toBe(`${ORIGIN}/ai/route`);
    expect(asked[1]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(JSON.parse((asked[1] as { body: string }).body)).toEqual(JSON.parse(POST.body ?? ''));
  });

  it('names the key only where one is needed', () => {
    expect(sample('TypeScript', GET, { origin: ORIGIN, withKey: true })).toContain('RICHESREACH_KEY');
    expect(sample('TypeScript', GET, { origin: ORIGIN, withKey: false })).not.toContain('headers');
  });
});

describe('Python', () => {
  it('writes its own words for true, false and null, and leaves strings alone', () => {
    const code = sample('Python', POST, { origin: ORIGIN, withKey: true });
    expect(code).toContain('"stream": True');
    expect(code).toContain('"context": None');
    expect(code).toContain(String.raw`It's \"true\", not null`);
    expect(code).toContain('import os');
  });
});
