import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertCondition, RulePreview } from '#contracts/alerts';
import { createBus, createHttpServer, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../../test/support/database.ts';
import { createIngest, type Ingest } from '../../ingest/ingest.ts';
import { createAlertDesk } from '../alert-desk.ts';
import { AlertRounds } from '../alert-rounds.ts';
import { createAlertStore } from '../alert-store.ts';
import { createAlerts } from '../alerts.ts';
import type { SessionChanges } from '../look.ts';
import { createObservationStore } from '../observation-store.ts';
import { createRuleStore } from '../rule-store.ts';

const logger = createLogger({ logLevel: 'silent' });
const START = Date.parse('2026-11-25T12:00:00Z');
const DAY_MS = 86_400_000;

describe('a preview', () => {
  const stack = { current: new AsyncDisposableStack() };
  let database: Database;
  let ingest: Ingest;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  let nowMs = START;
  let sessionChanges: (asOf?: number) => SessionChanges = () => new Map();
  const clock = { now: () => nowMs };

  beforeEach(async () => {
    const own = new AsyncDisposableStack();
    stack.current = own;
    nowMs = START;
    database = own.use(await createTestDatabase());
    await database.pool.query('DELETE FROM alert_rules');
    const bus = createBus(logger);
    ingest = own.use(createIngest({ database, clock, logger, bus, retentionDays: 90 }));
    const alerts = own.use(
      createAlerts({
        database,
        bus,
        clock,
        logger,
        allowPrivateWebhooks: true,
        sessionChanges: async (asOf) => sessionChanges(asOf),
      }),
    );
    const principal = { id: 'test', name: 'Ada', scopes: new Set(['admin'] as const) };
    server = own.use(await createHttpServer({ logger, guard: () => principal, routes: alerts.routes }));
  });
  afterEach(() => stack.current.disposeAsync());

  async function ask(payload: object) {
    const url = '/analytics/alerts/rules/preview';
    const response = await server.inject({ method: 'POST', url, payload });
    return { status: response.statusCode, body: response.json() };
  }
  const preview = async (payload: object): Promise<RulePreview> => (await ask(payload)).body.preview;
  async function record(name: string, value: number, atMs: number, metadata: string | null = null) {
    const common = { metricType: 'gauge', labels: '{}', metadata, simulated: false };
    await ingest.writeMetrics([{ id: randomUUID(), name, value, at: atMs, ...common }]);
  }

  it('fires and resolves as the engine did when it was so', async () => {
    const { pool } = database;
    const rules = createRuleStore(pool);
    const rounds = new AlertRounds({
      logger,
      clock,
      rules,
      alerts: createAlertStore(pool),
      observations: createObservationStore(pool),
      desk: createAlertDesk({
        pool,
        clock,
        log: {
          append: async () => undefined,
          position: async () => ({ epoch: '', offset: 0 }),
          after: async () => [],
        },
      }),
      sessionChanges: async () => new Map(),
    });
    const noisy = { kind: 'threshold', metric: 'noisy', comparison: 'above', threshold: 10 } as const;
    const conditions: [AlertCondition, number, number][] = [
      [{ ...noisy, aggregate: 'worst', window_seconds: 10 }, 0, 0],
      [{ ...noisy, aggregate: 'worst', window_seconds: 30 }, 20, 60],
      [{ ...noisy, threshold: 6, aggregate: 'mean', window_seconds: 60 }, 0, 20],
      [{ ...noisy, comparison: 'below', threshold: 3, aggregate: 'count', window_seconds: 50 }, 10, 0],
      [{ kind: 'change', metric: 'noisy', direction: 'either', percent: 60, window_seconds: 60 }, 0, 0],
      [{ kind: 'absence', metric: 'noisy', after_seconds: 20 }, 10, 0],
      [
        {
          kind: 'burn_rate',
          objective: 'availability',
          target_percent: 99,
          factor: 10,
          long_minutes: 5,
          short_minutes: 1,
        },
        0,
        30,
      ],
    ];
    const ids: number[] = [];
    await record('noisy', 5, nowMs);
    nowMs += 10 * 60_000;
    for (const [condition, for_seconds, clear_seconds] of conditions) {
      const name = JSON.stringify(condition);
      const rule = { name, severity: 'info', condition, for_seconds, clear_seconds, enabled: true } as const;
      ids.push((await rules.create(rule)).id);
    }
    const beginMs = nowMs;
    await rounds.run();
    // A value every ten seconds, some left out, five seconds before each look.
    for (let turn = 1; turn <= 120; turn += 1) {
      nowMs += 10_000;
      const wave = 7 + 6 * Math.sin(turn / 5) + 4 * Math.sin(turn * 1.7);
      if (turn % 13 < 10) await record('noisy', wave, nowMs - 5_000);
      const errors = turn % 40 < 12 ? 4 + (turn % 5) : 0;
      if (turn % 2 === 0) await record('api_requests', 20, nowMs - 5_000, `{"errors": ${errors}}`);
      rounds.mark(() => true);
      await rounds.run();
    }
    const { rows } = await pool.query<{ rule_id: number; timestamp: Date; resolved_at: Date | null }>(
      'SELECT rule_id, "timestamp", resolved_at FROM analytics_alerts ORDER BY id',
    );
    for (const [place, [condition, for_seconds, clear_seconds]] of conditions.entries()) {
      // The engine looked five seconds after each value, the preview one.
      const live = rows
        .filter(({ rule_id, timestamp }) => rule_id === ids[place] && timestamp.getTime() > beginMs + 120_000)
        .map((row) =>
          [row.timestamp, row.resolved_at].map((at) => (at === null ? null : at.getTime() - 4_000)),
        );
      const { spans, fired } = await preview({ condition, for_seconds, clear_seconds, hours: 1 });
      const replayed = spans
        .map(({ fired_at, resolved_at }) =>
          [fired_at, resolved_at].map((at) => (at === null ? null : Date.parse(at))),
        )
        .filter(([firedMs]) => (firedMs ?? 0) > beginMs + 116_000);
      expect([condition, replayed]).toEqual([condition, live]);
      expect([condition, live.length > 1]).toEqual([condition, true]);
      expect(fired).toBeGreaterThanOrEqual(live.length);
    }
  });

  it('shows what was seen, how long it fired, and what is seen now', async () => {
    await record('queue', 5, START - 50 * 60_000);
    await record('queue', 20, START - 30 * 60_000);
    await record('queue', 4, START - 10_000);
    const condition = { kind: 'threshold', metric: 'queue', comparison: 'above', threshold: 10 };
    const seen = await preview({ condition, clear_seconds: 60, hours: 1 });
    expect(seen).toMatchObject({
      step_seconds: 1,
      fired: 1,
      firing_seconds: 30 * 60 - 1,
      threshold: 10,
      now: 'queue over 60 s is 4, not above 10.',
      simulated: false,
      spans: [{ value: 20, message: 'queue over 60 s is 20, above 10.', resolved_at: null }],
    });
    expect(seen.values.map(({ high }) => high)).toContain(20);
    expect(await preview({ condition: { ...condition, threshold: 30 }, hours: 1 })).toMatchObject({
      fired: 0,
      firing_seconds: 0,
      spans: [],
    });
    const { rows } = await database.pool.query('SELECT FROM analytics_alerts');
    expect(rows).toEqual([]);
  });

  it('says why a burn rate does not fire where there are too few bad answers', async () => {
    await record('api_requests', 2, START - 60_000, '{"errors": 1}');
    const burn = { kind: 'burn_rate', objective: 'availability', target_percent: 99.9, factor: 14.4 };
    const condition = { ...burn, long_minutes: 60, short_minutes: 5 };
    expect(await preview({ condition })).toMatchObject({
      fired: 0,
      now: '1 of 2 API answers of the last 5 minutes failed, fewer than the 10 it takes to fire.',
    });
    expect(await preview({ condition: { ...condition, min_bad_answers: 1 } })).toMatchObject({ fired: 1 });
  });

  it('takes prices day by day, each as far as it was known', async () => {
    const today = Math.floor(START / DAY_MS);
    sessionChanges = (asOf = 0) =>
      new Map([['AAA', { day: asOf, changePercent: asOf === today - 3 ? 20 : 1, simulated: true }]]);
    const condition = { kind: 'market_change', percent: 10 };
    const { spans, simulated } = await preview({ condition, clear_seconds: 0, hours: 168 });
    const midnight = (day: number) => new Date(day * DAY_MS).toISOString();
    expect(spans).toMatchObject([
      { subject: 'AAA', fired_at: midnight(today - 2), resolved_at: midnight(today - 1), value: 20 },
    ]);
    expect(simulated).toBe(true);
  });

  it('takes anomalies as they were found, not those that were old then', async () => {
    await database.pool.query(
      `INSERT INTO anomalies (metric, symbol, series, anomaly_type, anomaly_score, threshold, reason, "timestamp", detected_at)
       SELECT metric, symbol, 's' || minute, 'spike', score, 0.4, 'far out', $1::timestamptz - age * interval '1 hour',
         $1::timestamptz - minute * interval '1 minute'
       FROM (VALUES ('cpu', NULL, 0.9, 200, 4), ('cpu', NULL, 0.9, 190, 4), ('old', NULL, 0.9, 190, 5), (NULL, 'AAPL', 0.5, 70, 20),
         ('cpu', NULL, 0.3, 30, 0.5)) AS found (metric, symbol, score, minute, age)`,
      [new Date(START)],
    );
    const rule = { condition: { kind: 'anomaly', min_score: 0.4 }, clear_seconds: 3_600 };
    const { spans } = await preview(rule);
    const ago = (minutes: number) => new Date(START - minutes * 60_000).toISOString();
    expect(spans).toMatchObject([
      { subject: 'cpu', fired_at: ago(200), message: 'far out', value: 0.9 },
      { subject: 'AAPL', fired_at: ago(70), resolved_at: new Date(START - 595_000).toISOString() },
    ]);
    expect(Date.parse(spans[0]?.resolved_at ?? '')).toBeGreaterThanOrEqual(START - 130 * 60_000);
  });

  it('refuses what a rule would be refused for, and what is too much', async () => {
    await record('queue', 5, START - 60_000);
    const condition = { kind: 'threshold', metric: 'queue', comparison: 'above', threshold: 10 };
    const pointers = async (payload: object) =>
      (await ask(payload)).body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(await pointers({ condition: { ...condition, metric: 'qeue' } })).toEqual(['/condition/metric']);
    expect(await pointers({ condition, hours: 169 })).toEqual(['/hours']);
    expect(await pointers({ condition: { ...condition, window_seconds: 1 }, hours: 168 })).toEqual([
      '/hours',
    ]);
    expect(await pointers({ hours: 1 })).toEqual(['/condition']);
    await database.pool.query('UPDATE analytics_metric_rollup_15m SET samples = 4e6');
    expect((await ask({ condition })).body.errors).toEqual([
      { pointer: '/hours', message: 'holds 4000000 values of queue, more than 2000000; about 12 would do' },
    ]);
  });
});
