import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runSmoke } from './smoke.ts';

const GOOD: Record<string, object> = {
  '/health': { status: 'ok' },
  '/health/detailed/': { ok: true },
  '/analytics/health': { status: 'success' },
  '/ai/health': { status: 'degraded' },
};

let server: Server;
let base = '';
let answers: Record<string, object | number | 'never' | 'once'>;
let regions: (string | undefined)[];
let keys: (string | undefined)[];
let asked: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    regions.push(request.headers['x-region']?.toString());
    keys.push(request.headers.authorization);
    const answer = answers[request.url ?? ''] ?? 404;
    if (answer === 'never') return;
    if (answer === 'once') {
      answers[request.url ?? ''] = { status: 'ok' };
      request.socket.destroy();
      return;
    }
    response.writeHead(typeof answer === 'number' ? answer : 200).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = { ...GOOD };
  regions = [];
  keys = [];
  asked = 0;
});

async function smoke(...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  return { code: await runSmoke(args, (text) => void out.push(text)), out: out.join('') };
}

describe('the smoke test', () => {
  it('passes where all four endpoints are well, in the region it is told', async () => {
    expect((await smoke(base, '--region', 'eu-west-1')).code).toBe(0);
    expect([asked, new Set(regions)]).toEqual([4, new Set(['eu-west-1'])]);
  });

  it.each([
    [{ '/health/detailed/': { ok: false } }, '/health/detailed/', 'a component is not well'],
    [{ '/ai/health': { status: 'unhealthy' } }, '/ai/health', 'its status is unhealthy'],
    [{ '/ai/health': 401 }, '/ai/health', 'set RICHESREACH_API_KEY'],
    [{ '/analytics/health': 503 }, '/analytics/health', 'it answers 503'],
    [{ '/health': 'never' as const }, '/health', 'no answer within 0.2 s'],
  ])('fails on %j', async (change, path, problem) => {
    answers = { ...GOOD, ...change };
    const { code, out } = await smoke(base, '--timeout', problem.startsWith('no answer') ? '0.2' : '10');
    expect(code).toBe(1);
    expect(out.split('\n').find((it) => it.includes(`FAIL  ${path} `))).toContain(problem);
  });

  it('sends the key it is given', async () => {
    expect(await runSmoke([base], () => undefined, 'rr_live_x')).toBe(0);
    expect(new Set(keys)).toEqual(new Set(['Bearer rr_live_x']));
  });

  it('asks again after a connection that closed', async () => {
    answers['/health'] = 'once';
    expect((await smoke(base)).code).toBe(0);
  });

  it('says how it is used', async () => {
    for (const args of [[], ['not a url'], ['--nonsense'], [base, '--timeout', 'soon']]) {
      const { code, out } = await smoke(...args);
      expect([code, out]).toEqual([2, expect.stringContaining('npm run smoke -- URL')]);
    }
  });
});
