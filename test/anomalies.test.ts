import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnomaliesAnswer, FoundAnomaliesAnswer, FoundAnomaly } from '#contracts/anomalies';
import type { Problem } from '#contracts/common';
import type { Platform } from '../src/roles.ts';
import { startTestPlatform } from './support/platform.ts';

const PATH = '/analytics/predictions/anomalies';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.database.pool.query(`INSERT INTO instruments (symbol) VALUES ('ACME')`);
  await platform.database.pool.query(
    `INSERT INTO market_bars (symbol, ts, open, high, low, close, adjusted_close, volume)
     SELECT 'ACME', day, price, price, price, price, price, 1000 + 10 * sin(i * 2.3) FROM (
       SELECT i, date_trunc('day', now(), 'UTC') - (400 - i) * interval '1 day' AS day,
         (100 + 2 * sin(i * 1.7)) * (CASE WHEN i >= 300 THEN 0.6 ELSE 1 END) AS price
       FROM generate_series(1, 390) AS i) AS made`,
  );
  await insert(
    `INSERT INTO analytics_metrics (timestamp, name, value, labels)
     SELECT now() - (1000 - i) * interval '1 minute', 'queue_depth', 40 + 5 * sin(i * 1.3) + (CASE WHEN i = 900 THEN 50 ELSE 0 END),
       '{"process": "web"}' FROM generate_series(1, 999) AS i`,
  );
  await insert(
    `INSERT INTO analytics_metrics (timestamp, name, value)
     SELECT now() - i * interval '1 second', 'long', sin(i * 0.37) FROM generate_series(1, 120000) AS i`,
  );
  await insert(`INSERT INTO analytics_metrics (name, value) VALUES ('short', 1)`);
  const change = { symbols: [], simulated: false };
  await platform.database.pool.query(`SELECT pg_notify('richesreach_bus', $1)`, [
    JSON.stringify({ origin: 'test', name: 'market.bars.changed', event: change }),
  ]);
}, 120_000);
afterAll(() => platform[Symbol.asyncDispose]());

/** The platform attaches partitions while it starts; rows that come in between are refused. */
function insert(sql: string): Promise<unknown> {
  return eventually(() => platform.database.pool.query(sql).catch(() => undefined));
}

interface Reply<T> {
  readonly status: number;
  readonly body: T;
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<Reply<T>> {
  const reply = await fetch(`${platform.url}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as T };
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('It did not happen within 20 s.');
}

describe(`POST ${PATH}`, () => {
  it('flags the asked share of a symbol’s sessions, the crash among them, with reasons', async () => {
    const { status, body } = await eventually(async () => {
      const reply = await ask<AnomaliesAnswer>('POST', PATH, { symbol: 'acme', threshold: 0.02 });
      return reply.status === 404 ? undefined : reply;
    });
    expect(status).toBe(200);
    const { anomalies } = body;
    expect(anomalies).toMatchObject({
      symbol: 'ACME',
      metric: null,
      total_data_points: 390,
      anomalies_detected: 8,
      anomaly_rate: 8 / 390,
      threshold: 0.02,
      points_omitted: 0,
      simulated: false,
    });
    expect(anomalies.anomaly_timestamps).toHaveLength(8);
    const worst = anomalies.points.reduce((a, b) => (b.score > a.score ? b : a));
    const crash = Date.now() - 100 * 86_400_000;
    expect(Math.abs(Date.parse(worst.timestamp) - crash)).toBeLessThan(2 * 86_400_000);
    expect(worst).toMatchObject({ kind: 'daily_return', is_alarm: true, detector: 'record-novelty' });
    expect(worst.reason).toMatch(/^Logarithmic daily return of ACME: .* below all .* earlier ones/);
    expect(anomalies.anomaly_timestamps).toContain(worst.timestamp);
  });

  it('does the same for a metric', async () => {
    const { body } = await ask<AnomaliesAnswer>('POST', PATH, { metric: 'queue_depth' });
    expect(body.anomalies).toMatchObject({
      symbol: null,
      metric: 'queue_depth',
      labels: { process: 'web' },
      total_data_points: 999,
      anomalies_detected: 100,
      threshold: 0.1,
    });
    const worst = body.anomalies.points.reduce((a, b) => (b.score > a.score ? b : a));
    expect(worst.value).toBeGreaterThan(80);
  });

  it('judges a long series without holding up anybody else', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { body } = await ask<AnomaliesAnswer>('POST', PATH, { metric: 'long', threshold: 0.05 });
    delay.disable();
    expect(body.anomalies.total_data_points).toBe(120_000);
    expect(body.anomalies.anomalies_detected).toBeLessThanOrEqual(6_000);
    expect(body.anomalies.points.length).toBeLessThanOrEqual(1_000);
    expect(delay.percentile(99) / 1e6).toBeLessThan(500);
  });

  it.each<[object, number, string, string]>([
    [{ symbol: 'NOPE' }, 404, 'unknown-symbol', 'NOPE'],
    [{ symbol: 'ACME', threshold: 0.6 }, 422, 'invalid-fields', '/threshold'],
    [{ symbol: 'ACME', threshold: null }, 422, 'invalid-fields', '/threshold'],
    [{}, 422, 'invalid-fields', '/symbol'],
    [{ symbol: 'ACME', metric: 'queue_depth' }, 422, 'invalid-fields', '/symbol'],
    [{ symbol: 'ACME', labels: { a: 'b' } }, 422, 'invalid-fields', '/labels'],
    [{ metric: 'never_recorded' }, 404, 'unknown-metric', 'never_recorded'],
    [{ metric: 'queue_depth', labels: { process: 'other' } }, 404, 'unknown-metric', 'other'],
    [{ metric: 'short' }, 422, 'insufficient-history', 'There are 1 values of short'],
  ])('refuses %j', async (body, status, code, text) => {
    const reply = await ask<Problem>('POST', PATH, body);
    expect(reply.status).toBe(status);
    expect(reply.body.code).toBe(code);
    expect(JSON.stringify(reply.body)).toContain(text);
  });

  it('asks for labels where a metric has several sets', async () => {
    const metric = (process: string) => ({ name: 'twice', value: 1, labels: { process } });
    await ask('POST', '/analytics/metrics', [metric('a'), metric('b')]);
    const { status, body } = await ask<Problem>('POST', PATH, { metric: 'twice' });
    expect(status).toBe(422);
    expect(body.errors?.[0]?.message).toContain('{"process":"a"}, {"process":"b"}');
  });
});

describe(`GET ${PATH}`, () => {
  it('lists what was found as it came in, and takes feedback', async () => {
    const list = (query: string) => ask<FoundAnomaliesAnswer>('GET', `${PATH}?series=queue_depth${query}`);
    await ask('POST', '/analytics/metrics', { name: 'queue_depth', value: 41, labels: { process: 'web' } });
    const [found] = await eventually(async () => {
      const { anomalies } = (await list('')).body;
      return anomalies.length > 0 ? anomalies : undefined;
    });
    expect(found).toMatchObject({
      source: 'metric',
      name: 'queue_depth',
      kind: 'metric',
      feedback: null,
      threshold: 0.5,
    });
    expect(found?.score).toBeGreaterThanOrEqual(0.5);
    expect((await list(`&to=${found?.timestamp}`)).body.count).toBe(0);
    expect((await list(`&from=${found?.timestamp}&source=market`)).body.count).toBe(0);

    const feedback = (id: number | string | undefined, body: object) =>
      ask<{ anomaly?: FoundAnomaly; code?: string }>('POST', `${PATH}/${id}/feedback`, body);
    const { body } = await feedback(found?.id, { feedback: 'expected' });
    expect(body.anomaly).toMatchObject({ id: found?.id, feedback: 'expected' });
    expect((await list('')).body.anomalies[0]?.feedback).toBe('expected');
    expect((await feedback(999_999, { feedback: 'expected' })).body.code).toBe('unknown-anomaly');
    expect((await feedback('x', { feedback: 'expected' })).status).toBe(422);
    expect((await feedback(found?.id, { feedback: 'maybe' })).status).toBe(422);
  });
});
