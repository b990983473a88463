import { expect, it } from 'vitest';
import { createBus, createHttpServer, createLogger, systemClock } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createAlerts } from './alerts.ts';

const logger = createLogger({ logLevel: 'silent' });
const of = (condition: string, more = '') =>
  `{"name":"x","severity":"info","condition":{"kind":${condition}}${more}}`;
const threshold = (more: string) =>
  of(`"threshold","metric":"queue","comparison":"above","window_seconds":60,${more}`);
const burn = '"burn_rate","objective":"availability","target_percent":99.9,"factor":6';
const REFUSALS: [string, string][] = [
  [threshold('"threshold":1e999'), '/condition/threshold'],
  [threshold('"threshold":null'), '/condition/threshold'],
  [threshold('"threshold":"80"'), '/condition/threshold'],
  [threshold('"threshold":80,"window_seconds":0'), '/condition/window_seconds'],
  [threshold('"threshold":80,"window_seconds":1e9'), '/condition/window_seconds'],
  [threshold('"threshold":80,"clear_at":-1e999'), '/condition/clear_at'],
  [of('"threshold","metric":"","comparison":"above","threshold":1'), '/condition/metric'],
  [of(`"threshold","metric":"${'x'.repeat(201)}","comparison":"above","threshold":1`), '/condition/metric'],
  [of('"market_change","percent":0'), '/condition/percent'],
  [of('"market_change","percent":5,"symbols":[]'), '/condition/symbols'],
  [of('"market_change","percent":5,"symbols":["no such thing"]'), '/condition/symbols/0'],
  [of('"absence","metric":"queue","after_seconds":1'), '/condition/after_seconds'],
  [of(`${burn},"long_minutes":60,"short_minutes":60`), '/condition/short_minutes'],
  [of('"anomaly","min_score":2'), '/condition/min_score'],
  [of('"anomaly"', ',"for_seconds":60'), '/for_seconds'],
  [of('"anomaly"', ',"name":"  "'), '/name'],
  [of('"anomaly"', ',"name":""'), '/name'],
  [of('"anomaly"', ',"severity":"fatal"'), '/severity'],
  [of('"anomaly"', ',"clear_seconds":86401'), '/clear_seconds'],
  [of('"anomaly"', ',"more":1'), '/more'],
];

it('refuses rules that cannot be meant, with the place that is wrong and no other', async () => {
  await using database = await createTestDatabase();
  await database.pool.query(`DELETE FROM alert_rules`);
  await database.pool.query(
    `INSERT INTO analytics_metric_rollup_15m SELECT 'queue', '2026-11-25 12:00Z', 0, 1, 1, 1, 1, 1, now()`,
  );
  await using alerts = createAlerts({
    database,
    logger,
    bus: createBus(logger),
    clock: systemClock,
    allowPrivateWebhooks: false,
    sessionChanges: async () => new Map(),
  });
  const principal = { id: 'test', name: 'Ada', scopes: new Set(['admin'] as const) };
  const server = await createHttpServer({ logger, guard: () => principal, routes: alerts.routes });
  const post = async (path: string, payload: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await server.inject({ method: 'POST', url: `/analytics/alerts${path}`, headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  for (const [payload, pointer] of REFUSALS) {
    const { status, body } = await post('/rules', payload);
    const pointers = body.errors?.map((error: { pointer: string }) => error.pointer);
    expect([payload, status, pointers]).toEqual([payload, 422, [pointer]]);
  }
  const unknown = await post('/rules', of('"nonsense"'));
  expect(unknown.body.errors).toEqual([
    {
      pointer: '/condition/kind',
      message: 'must be one of threshold, change, absence, market_change, anomaly, burn_rate',
    },
  ]);
  const nul = await post('/rules', of('"anomaly"', ',"name":"a\\u0000b"'));
  expect(nul).toMatchObject({ status: 422, body: { code: 'invalid-fields' } });
  for (const id of ['0', '-1', 'x', '1e300', '99999999999999999999'])
    expect([id, (await post(`/${id}/acknowledge`, '{}')).body.code]).toEqual([id, 'invalid-fields']);
  const { rows } = await database.pool.query('SELECT FROM alert_rules');
  expect(rows).toEqual([]);
  await server.close();
});
