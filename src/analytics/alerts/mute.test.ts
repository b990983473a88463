import { expect, it } from 'vitest';
import { createBus, createHttpServer, createLogger } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { startReceiver } from '../../../test/support/webhook-receiver.ts';
import { createAlerts } from './alerts.ts';
import { startDeliverer } from './webhooks/deliver.ts';
import { createDeliveryStore } from './webhooks/delivery-store.ts';
import { createSender } from './webhooks/send.ts';

const HOUR_MS = 3_600_000;
const logger = createLogger({ logLevel: 'silent' });

it('a muted rule is shown, and told afterwards only where it still fires', async () => {
  await using database = await createTestDatabase();
  await database.pool.query('DELETE FROM alert_rules');
  await using receiver = await startReceiver();
  await using sender = createSender(true);
  const bus = createBus(logger);
  let nowMs = Date.parse('2026-11-25T12:00:00Z');
  const clock = { now: () => nowMs };
  let moved: string[] = [];
  await using alerts = createAlerts({
    database,
    logger,
    bus,
    clock,
    allowPrivateWebhooks: true,
    sessionChanges: async () =>
      new Map(
        moved.map((symbol) => [
          symbol,
          { day: Math.floor(nowMs / 86_400_000), changePercent: 20, simulated: false },
        ]),
      ),
  });
  const principal = { id: 'test', name: 'Ada', scopes: new Set(['admin'] as const) };
  await using server = await createHttpServer({ logger, guard: () => principal, routes: alerts.routes });
  const post = async (path: string, payload: object) =>
    (await server.inject({ method: 'POST', url: `/analytics/alerts${path}`, payload })).json();
  const firing = async () => {
    const { body } = await server.inject({ url: '/analytics/alerts?state=firing' });
    return (JSON.parse(body) as { recent_alerts: { subject: string }[] }).recent_alerts
      .map((it) => it.subject)
      .sort();
  };
  await post('/webhooks', { url: receiver.url });
  const condition = { kind: 'market_change', percent: 10 };
  const { rule } = await post('/rules', { name: 'Moves', severity: 'warning', clear_seconds: 0, condition });
  await using engine = alerts.start();
  const deliveries = createDeliveryStore(database.pool, clock.now);
  await using deliverer = startDeliverer({ bus, clock, logger, deliveries, sender, random: () => 0 });
  const move = async (...symbols: string[]) => {
    moved = symbols;
    bus.publish('market.universe.refreshed', { symbols: [] });
    await expect.poll(firing, { timeout: 5_000 }).toEqual(symbols);
    await deliverer.attend();
  };
  const told = () => receiver.taken.splice(0).map(({ type, subject }) => `${subject} ${type}`);

  await move('BEFORE');
  expect(told()).toEqual(['BEFORE alert.fired']);
  const muted = await post(`/rules/${rule.id}/mute`, { seconds: 3_600 });
  expect(muted.rule.muted_until).toBe(new Date(nowMs + HOUR_MS).toISOString());
  await move('LASTS', 'SHORT');
  expect(told()).toEqual(['BEFORE alert.resolved']);
  await move('LASTS');
  nowMs += HOUR_MS - 1_000;
  await deliverer.attend();
  expect(told()).toEqual([]);
  nowMs += 1_000;
  await deliverer.attend();
  expect(told()).toEqual(['LASTS alert.fired']);

  await post(`/rules/${rule.id}/mute`, { seconds: 60 });
  await move('AGAIN', 'LASTS');
  expect(told()).toEqual([]);
  expect((await post(`/rules/${rule.id}/mute`, { seconds: 0 })).rule.muted_until).toBeNull();
  await deliverer.attend();
  expect(told()).toEqual(['AGAIN alert.fired']);
  await move();
  expect(told().sort()).toEqual(['AGAIN alert.resolved', 'LASTS alert.resolved']);
  expect((await post('/rules/999/mute', { seconds: 60 })).code).toBe('unknown-alert-rule');
  expect((await post(`/rules/${rule.id}/mute`, { seconds: -1 })).errors[0].pointer).toBe('/seconds');
  expect(engine).toBeDefined();
});
