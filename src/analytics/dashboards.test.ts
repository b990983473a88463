import { describe, expect, it, vi } from 'vitest';
import type { Frame } from '#contracts/websocket';
import { createBus, createLogger, createMemoryCache } from '#platform';
import { createTestDatabase } from '../../test/support/database.ts';
import { createAnalyticsRoom } from './analytics-room.ts';
import { EVENTS_TAG } from './business/routes.ts';
import type { Dashboard } from './dashboards.ts';
import { createMetricStore } from './metrics/metric-store.ts';

const logger = createLogger({ logLevel: 'silent' });
const clock = { now: () => Date.parse('2026-01-02T03:04:05Z') };

async function roomWith(dashboard: Partial<Dashboard>) {
  const database = await createTestDatabase();
  const [cache, bus] = [createMemoryCache(), createBus(logger)];
  const whole: Dashboard = {
    type: 'figures',
    title: 'Figures',
    description: 'For the test',
    tags: ['figures'],
    changedBy: ['market.universe.refreshed'],
    compute: ({ asOf }) => ({ asOf: asOf ?? 'now' }),
    ...dashboard,
  };
  const room = createAnalyticsRoom({
    config: { dataDir: '.', aws: undefined, allowPrivateWebhooks: false },
    cache,
    clock,
    bus,
    database,
    logger,
    dashboards: [whole],
    sessionChanges: async () => new Map(),
  });
  const [channel] = room.channels;
  if (channel?.kind !== 'state') throw new Error('the room has no channel of dashboards');
  return {
    room,
    channel,
    cache,
    bus,
    database,
    async [Symbol.asyncDispose]() {
      await room[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const principal = { id: 'me', name: 'me', scopes: new Set<never>() };

describe('dashboard channel', () => {
  it('shows every dashboard on connect and answers requests, today or as of a day', async () => {
    await using it = await roomWith({});
    expect(await it.channel.snapshot(principal)).toContainEqual({
      type: 'dashboard_update',
      timestamp: '2026-01-02T03:04:05.000Z',
      dashboard_type: 'figures',
      data: { asOf: 'now' },
    });
    const ask = it.channel.requests.request_dashboard;
    expect(await ask?.answer({ dashboard_type: 'figures', as_of: '2020-03-16' }, principal)).toEqual({
      dashboard_type: 'figures',
      data: { asOf: '2020-03-16' },
    });
    await expect(ask?.answer({ dashboard_type: 'nothing' }, principal)).rejects.toMatchObject({
      code: 'unknown-dashboard',
      message: expect.stringContaining('figures') as string,
    });
  });

  it('publishes at once, then makes up for a burst with one more frame that shows its end', async () => {
    let figure = 0;
    await using it = await roomWith({ compute: () => figure });
    const frames: Frame[] = [];
    using updates = it.channel.startUpdates({
      publish: (frame) => frames.push(frame),
      isWatched: () => true,
    });
    const change = () => {
      figure += 1;
      it.cache.bump(['figures']);
      it.bus.publish('market.universe.refreshed', { symbols: [] });
    };
    change();
    await vi.waitFor(() => expect(frames.length).toBe(1));
    for (let n = 0; n < 50; n++) change();
    await vi.waitFor(() => expect(frames.at(-1)?.data).toBe(51));
    expect(frames.map(({ data }) => data)).toEqual([1, 51]);
    updates[Symbol.dispose]();
    it.bus.publish('market.universe.refreshed', { symbols: [] });
    expect(frames.length).toBe(2);
  });

  it('tells that annotations have changed: on connect, on a change anywhere, and after others were not heard', async () => {
    await using it = await roomWith({});
    const changed = { type: 'annotations_changed', timestamp: '2026-01-02T03:04:05.000Z' };
    expect(await it.channel.snapshot(principal)).toContainEqual(changed);
    const frames: Frame[] = [];
    const updates = it.channel.startUpdates({
      publish: (frame) => frames.push(frame),
      isWatched: () => true,
    });
    it.bus.publish('annotations.changed', {});
    it.bus.publish('bus.resumed', {});
    expect(frames).toEqual([changed, changed]);
    updates[Symbol.dispose]();
    it.bus.publish('annotations.changed', {});
    expect(frames).toHaveLength(2);
  });

  it('shows its figures again once others are heard again, with what was missed', async () => {
    let figure = 1;
    await using it = await roomWith({ compute: () => figure, tags: [EVENTS_TAG] });
    await it.channel.snapshot(principal);
    const frames: Frame[] = [];
    using updates = it.channel.startUpdates({
      publish: (frame) => frames.push(frame),
      isWatched: () => true,
    });
    figure = 2;
    it.bus.publish('bus.resumed', {});
    const told = () =>
      frames.filter(({ dashboard_type: type }) => type === 'figures').map(({ data }) => data);
    await vi.waitFor(() => expect(told()).toEqual([2]));
    updates[Symbol.dispose]();
  });

  it('shows those that work where one fails, and the one that failed as soon as it works again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let broken = true;
      const compute = () => {
        if (broken) throw new Error('secret detail');
        return 'up';
      };
      await using it = await roomWith({ compute });
      const snapshot = await it.channel.snapshot(principal);
      const shown = snapshot.map(({ type, dashboard_type: dashboard }) => [type, dashboard]);
      expect(shown).toEqual([
        ['dashboard_update', 'business_intelligence'],
        ['dashboard_update', 'user_analytics'],
        ['dashboard_update', 'performance'],
        ['error', 'figures'],
        ['annotations_changed', undefined],
      ]);
      expect(snapshot.find(({ type }) => type === 'error')).toMatchObject({
        timestamp: '2026-01-02T03:04:05.000Z',
        error: {
          code: 'internal',
          instance: '/analytics/dashboard',
          detail: expect.not.stringMatching('secret'),
        },
      });
      const frames: Frame[] = [];
      using updates = it.channel.startUpdates({
        publish: (frame) => frames.push(frame),
        isWatched: () => true,
      });
      const tried = it.cache.statistics.misses;
      vi.advanceTimersByTime(5_000);
      await vi.waitFor(() => expect(it.cache.statistics.misses).toBe(tried + 1));
      broken = false;
      await vi.waitFor(() => {
        vi.advanceTimersByTime(5_000);
        expect(frames).not.toEqual([]);
      });
      expect(frames).toMatchObject([{ type: 'dashboard_update', dashboard_type: 'figures', data: 'up' }]);
      updates[Symbol.dispose]();
    } finally {
      vi.useRealTimers();
    }
  });

  it('says once that a dashboard cannot be updated, and shows it again when it can', async () => {
    let broken = true;
    const compute = () => {
      if (broken) throw new Error('down');
      return 'up';
    };
    await using it = await roomWith({ compute });
    const frames: Frame[] = [];
    using updates = it.channel.startUpdates({
      publish: (frame) => frames.push(frame),
      isWatched: () => true,
    });
    for (const misses of [1, 2]) {
      it.bus.publish('market.universe.refreshed', { symbols: [] });
      await vi.waitFor(() => expect(it.cache.statistics.misses).toBe(misses));
    }
    broken = false;
    it.bus.publish('market.universe.refreshed', { symbols: [] });
    await vi.waitFor(() => expect(frames.at(-1)?.data).toBe('up'));
    expect(frames.map(({ type }) => type)).toEqual(['error', 'dashboard_update']);
    updates[Symbol.dispose]();
  });
});

describe('metric store', () => {
  it('reads the newest value of each name and leaves out what was never recorded', async () => {
    await using database = await createTestDatabase();
    await database.pool.query(
      `INSERT INTO analytics_metrics (name, value, metric_type, labels, timestamp) VALUES
       ('cpu', 1, 'gauge', '{"host":"a"}', now() - interval '1 minute'), ('cpu', 2, 'gauge', '{"host":"b"}', now())`,
    );
    const latest = await createMetricStore(database.pool).latest(['cpu', 'nothing']);
    expect(latest).toEqual({
      cpu: { value: 2, labels: { host: 'b' }, metric_type: 'gauge', timestamp: expect.any(String) as string },
    });
  });
});
