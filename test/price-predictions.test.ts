import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PredictionScorecard, PricePrediction } from '#contracts/price-predictions';
import type { Universe } from '#market';
import {
  createBus,
  createChannelLog,
  createHttpServer,
  createLogger,
  createMemoryCache,
  type Database,
} from '#platform';
import { createPredictionRoom, type PredictionRoom } from '#prediction';
import { PREDICTIONS_PATH } from '../src/prediction/predictions-channel.ts';
import { followForecasts } from '../src/prediction/prices/follow-job.ts';
import { createPredictionStore } from '../src/prediction/prices/prediction-store.ts';
import { startPricesThread } from '../src/prediction/prices/prices-thread.ts';
import { rehearseSimulated } from '../src/prediction/prices/rehearse-job.ts';
import { createScoreStore } from '../src/prediction/prices/score-store.ts';
import { scoreDue } from '../src/prediction/prices/scoring-job.ts';
import { createTestDatabase } from './support/database.ts';
import { dayBar } from './support/market.ts';
import { EVENING, madeMarket } from './support/price-market.ts';

const logger = createLogger({ logLevel: 'error' });
let stack: AsyncDisposableStack;
let database: Database;
let universe: Universe;
let nowMs: number;
let room: PredictionRoom;
let server: Awaited<ReturnType<typeof createHttpServer>>;
const clock = { now: () => nowMs };
const market = { universe: async () => universe };

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  database = stack.use(await createTestDatabase());
  universe = madeMarket();
  nowMs = Date.parse(EVENING);
  room = stack.use(
    createPredictionRoom({
      database,
      bus: createBus(logger),
      cache: createMemoryCache(),
      clock,
      logger,
      market,
      analytics: { series: () => Promise.reject(new Error('not asked for here')) },
    }),
  );
  server = await createHttpServer({
    logger,
    guard: () => ({ id: 'test', name: 'test', scopes: new Set(['admin']) }),
    routes: room.routes,
  });
  stack.defer(() => server.close());
});
afterEach(() => stack.disposeAsync());

async function predict(body: object) {
  const response = await server.inject({
    method: 'POST',
    url: '/analytics/predictions/price',
    payload: body,
  });
  return { status: response.statusCode, body: response.json() };
}

async function prediction(body: object): Promise<PricePrediction> {
  const { status, body: answer } = await predict(body);
  expect(status).toBe(200);
  return answer.prediction;
}

async function scorecard(query = ''): Promise<PredictionScorecard> {
  const response = await server.inject({ url: `/analytics/predictions/scorecard${query}` });
  expect(response.statusCode).toBe(200);
  return response.json().scorecard;
}

const store = () => createPredictionStore(database.pool, createChannelLog(database.pool, PREDICTIONS_PATH));

const addBar = (symbol: string, date: string, close: number, split = 1) =>
  universe.updateLastBar(symbol, dayBar({ date, close, split }));

const rows = async () =>
  (await database.pool.query('SELECT symbol, actual_price AS actual FROM predictions ORDER BY id')).rows;

describe('a price prediction', () => {
  it('has the fields of old, and what they are worth', async () => {
    const it = await prediction({ symbol: 'alfa', horizon_hours: 24 });
    const outcome = universe.bars('ALFA', 'raw');
    const price = outcome.kind === 'bars' ? outcome.bars.close.at(-1) : undefined;
    expect(it).toMatchObject({
      symbol: 'ALFA',
      current_price: price,
      horizon_hours: 24,
      horizon_sessions: 1,
      as_of: '2026-11-24T21:00:00.000Z',
      target_time: '2026-11-25T21:00:00.000Z',
      simulated: false,
    });
    expect(it.price_change).toBeCloseTo(it.predicted_price - it.current_price, 12);
    expect(it.price_change_percent).toBeCloseTo(100 * (it.predicted_price / it.current_price - 1), 9);
    expect(it.confidence).toBe(Math.max(it.p_up, 1 - it.p_up));
    expect(it.intervals.map(({ level }) => level)).toEqual([0.5, 0.8, 0.9, 0.95]);
    for (const { lower, upper, level, measured_coverage, n } of it.intervals) {
      expect(lower).toBeLessThan(it.predicted_price);
      expect(upper).toBeGreaterThan(it.predicted_price);
      expect(Math.abs((measured_coverage ?? 0) - level)).toBeLessThan(0.08);
      expect(n).toBe(it.n_backtest);
    }
    expect(it.n_backtest).toBe(339);
    expect(it.models.map(({ name }) => name)).toEqual([
      'no_change',
      'random_walk_drift',
      'five_feature_linear',
      'ridge_five',
      'ridge_market',
    ]);
    expect(it.models.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(it.volatility.daily).toBeGreaterThan(0.008);
    expect(it.volatility.daily).toBeLessThan(0.03);
    // A random walk: nobody has shown anything.
    expect(it).toMatchObject({ reason: 'no-demonstrated-skill', predicted_price: price });
  });

  it('widens with the horizon, and counts days without a session not at all', async () => {
    const widths = await Promise.all(
      [1, 24, 48, 168].map(async (horizon_hours) => {
        const { intervals } = await prediction({ symbol: 'ALFA', horizon_hours });
        return intervals[2]!.upper - intervals[2]!.lower;
      }),
    );
    expect(widths[0]).toBe(widths[1]);
    expect(widths[2]).toBeGreaterThan(widths[1]!);
    expect(widths[3]).toBeGreaterThan(1.5 * widths[2]!);
    const week = await prediction({ symbol: 'ALFA', horizon_hours: 168 });
    expect(week).toMatchObject({ horizon_sessions: 7, target_time: '2026-12-03T21:00:00.000Z' });
  });

  it('starts from the last price of a session under way', async () => {
    nowMs = Date.parse('2026-11-25T16:00:00Z');
    addBar('ALFA', '2026-11-25', 123);
    const it = await prediction({ symbol: 'ALFA', horizon_hours: 1 });
    expect(it).toMatchObject({
      current_price: 123,
      horizon_sessions: 0,
      as_of: '2026-11-25T16:00:00.000Z',
      target_time: '2026-11-25T21:00:00.000Z',
    });
    const tomorrow = await prediction({ symbol: 'ALFA', horizon_hours: 24 });
    expect(tomorrow.volatility.horizon).toBeGreaterThan(it.volatility.horizon);
  });

  it('is made of split-adjusted prices: a split moves nothing', async () => {
    const before = await prediction({ symbol: 'BETA' });
    nowMs += 24 * 3_600_000;
    addBar('BETA', '2026-11-25', before.current_price / 4, 4);
    const after = await prediction({ symbol: 'BETA' });
    expect(after.current_price).toBeCloseTo(before.current_price / 4, 9);
    expect(after.volatility.daily).toBeLessThan(1.2 * before.volatility.daily);
  });

  it('says of a price that never moves that it will not rise', async () => {
    const it = await prediction({ symbol: 'PEGD' });
    expect(it).toMatchObject({ reason: 'constant-price', predicted_price: 100 });
    expect(it.p_up).toBeLessThan(0.02);
    expect(it.intervals[3]!.upper).toBeLessThan(100.1);
  });

  it.each([
    [{ symbol: 'ALFAX' }, 404, 'unknown-symbol', 'Did you mean ALFA'],
    [{ symbol: 'YUNG' }, 422, 'insufficient-history', 'YUNG has 40 completed sessions; 120 are needed'],
    [{ symbol: 'GONE' }, 404, 'no-market-data', 'GONE last traded on 2026-09-01'],
    [{ symbol: 'ALFA', horizon_hours: 169 }, 422, 'invalid-fields', '/horizon_hours must be <= 168'],
    [{ symbol: 'ALFA', horizon_hours: 1.5 }, 422, 'invalid-fields', '/horizon_hours must be integer'],
    [{ symbol: '; DROP' }, 422, 'invalid-fields', '/symbol'],
    [{}, 422, 'invalid-fields', 'symbol'],
  ])('refuses %j with %d %s', async (body, status, code, detail) => {
    const answer = await predict(body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.detail).toContain(detail);
    expect(await rows()).toEqual([]);
  });

  it('is stored once, however often it is asked for', async () => {
    await Promise.all([1, 2, 3].map(() => prediction({ symbol: 'ALFA' })));
    await prediction({ symbol: 'ALFA', horizon_hours: 48 });
    expect(await rows()).toHaveLength(2);
  });
});

describe('scores', () => {
  it('are null with a reason before anything has matured', async () => {
    expect(await scorecard()).toEqual({
      models: null,
      reason: 'nothing-matured',
      waiting: 0,
      next_due: null,
      simulated: false,
    });
    await prediction({ symbol: 'ALFA' });
    expect(await scorecard()).toMatchObject({
      models: null,
      waiting: 1,
      next_due: '2026-11-25T21:00:00.000Z',
    });
  });

  it('come exactly once, when the horizon has passed and the close is known', async () => {
    const it = await prediction({ symbol: 'ALFA' });
    const inside = { clock, market, scores: createScoreStore(database.pool) };
    expect(await scoreDue(inside)).toBe(0);
    nowMs = Date.parse('2026-11-25T22:00:00Z');
    expect(await scoreDue(inside)).toBe(0);
    addBar('ALFA', '2026-11-25', it.current_price * 1.01);
    const done = await Promise.all(
      [1, 2, 3, 4].map(() => scoreDue({ clock, market, scores: createScoreStore(database.pool) })),
    );
    expect(done.reduce((sum, scored) => sum + scored, 0)).toBe(1);
    expect(await scoreDue(inside)).toBe(0);
    expect(await rows()).toEqual([{ symbol: 'ALFA', actual: it.current_price * 1.01 }]);
    const { models, waiting } = await scorecard('?horizon_hours=24');
    expect(waiting).toBe(0);
    expect(models).toHaveLength(6);
    expect(models![0]).toMatchObject({ model: 'combined', horizon_hours: 24, n: 1 });
    expect(models![0]!.brier).toBeCloseTo((1 - it.p_up) ** 2, 12);
    expect(models![0]!.base_brier).toBeCloseTo((1 - it.base_rate) ** 2, 12);
    expect(models![0]!.random_walk_mean_absolute_error).toBeCloseTo(Math.log(1.01), 12);
    expect(models![0]!.coverage!.map(({ measured }) => measured)).toEqual(
      it.intervals.map(({ lower, upper }) =>
        Number(lower <= it.current_price * 1.01 && it.current_price * 1.01 <= upper),
      ),
    );
    expect(models![0]!.calibration!.bins).toEqual([
      expect.objectContaining({ n: 1, said: it.p_up, seen: 1 }),
    ]);
    const drift = it.models.find(({ name }) => name === 'random_walk_drift')!;
    const scored = models!.find(({ model }) => model === 'random_walk_drift')!;
    expect(scored.mean_absolute_error).toBeCloseTo(
      Math.abs(Math.log((it.current_price * 1.01) / drift.predicted_price)),
      9,
    );
    expect(scored).toMatchObject({ coverage: null, calibration: null, brier: null });
    expect((await scorecard('?horizon_hours=48')).models).toBeNull();
  });

  it('count prices in the shares of the prediction, when a split came between', async () => {
    const it = await prediction({ symbol: 'BETA', horizon_hours: 48 });
    nowMs = Date.parse('2026-11-26T22:00:00Z');
    addBar('BETA', '2026-11-25', it.current_price / 2, 2);
    addBar('BETA', '2026-11-26', it.current_price / 2);
    await scoreDue({ clock, market, scores: createScoreStore(database.pool) });
    const [row] = await rows();
    expect(row.actual).toBeCloseTo(it.current_price, 9);
  });

  it('wait for the next bar over a holiday', async () => {
    const it = await prediction({ symbol: 'ALFA' });
    // Thanksgiving came a day early: no bar on Wednesday.
    nowMs = Date.parse('2026-11-25T22:00:00Z');
    expect(await scoreDue({ clock, market, scores: createScoreStore(database.pool) })).toBe(0);
    nowMs = Date.parse('2026-11-26T20:00:00Z');
    addBar('ALFA', '2026-11-26', it.current_price);
    expect(await scoreDue({ clock, market, scores: createScoreStore(database.pool) })).toBe(0);
    nowMs = Date.parse('2026-11-26T21:00:01Z');
    expect(await scoreDue({ clock, market, scores: createScoreStore(database.pool) })).toBe(1);
  });

  it('are made up for at the next start of the jobs', async () => {
    const it = await prediction({ symbol: 'ALFA' });
    nowMs = Date.parse('2026-11-30T15:00:00Z');
    addBar('ALFA', '2026-11-25', it.current_price);
    for (let start = 0; start < 2; start++) {
      await using jobs = new AsyncDisposableStack();
      jobs.use(room.startJobs({ demo: false }));
      await vi.waitFor(async () => expect((await scorecard()).models?.[0]).toMatchObject({ n: 1 }), 10_000);
    }
    expect((await scorecard()).models![0]).toMatchObject({ n: 1 });
    const { rows: models } = await database.pool.query('SELECT name FROM prediction_models ORDER BY name');
    expect(models.map(({ name }) => name)).toContain('five_feature_linear');
  });

  it('outlive the predictions they were made of', async () => {
    const it = await prediction({ symbol: 'ALFA' });
    nowMs = Date.parse('2026-11-25T22:00:00Z');
    addBar('ALFA', '2026-11-25', it.current_price);
    await scoreDue({ clock, market, scores: createScoreStore(database.pool) });
    await database.pool.query('DELETE FROM predictions');
    expect((await scorecard()).models![0]).toMatchObject({ n: 1 });
  });

  it('of many pages reach every prediction', async () => {
    const it = await prediction({ symbol: 'ALFA' });
    const template = { prediction: it, baseDate: '2026-11-24' };
    await store().add(
      Array.from({ length: 1_100 }, (_, k) => ({
        ...template,
        prediction: { ...it, horizon_hours: 24, current_price: it.current_price + k + 1 },
      })),
      true,
    );
    nowMs = Date.parse('2026-11-25T22:00:00Z');
    addBar('ALFA', '2026-11-25', it.current_price);
    expect(await scoreDue({ clock, market, scores: createScoreStore(database.pool) })).toBe(1_101);
  });
});

describe('the simulated past', () => {
  it('is forecast as it would have been, labelled, scored at once, and only once', async () => {
    universe = madeMarket(true);
    const before = universe.bars('BETA', 'raw');
    if (before.kind === 'bars') addBar('BETA', '2026-11-24', before.bars.close.at(-1)! / 4, 4);
    const thread = stack.use(startPricesThread());
    const deps = { clock, logger, market, thread, store: store(), scores: createScoreStore(database.pool) };
    const { signal } = new AbortController();
    const made = await rehearseSimulated(deps, signal);
    expect(made).toBe(3 * 2 * 40);
    expect(await rehearseSimulated(deps, signal)).toBe(0);
    expect(await scoreDue({ clock, market, scores: createScoreStore(database.pool) })).toBe(made);
    const { simulated, models } = await scorecard();
    expect(simulated).toBe(true);
    // The split of the last day is no loss of three quarters.
    expect(models![0]!.random_walk_mean_absolute_error).toBeLessThan(0.02);
    expect(models!.filter(({ model }) => model === 'combined').map(({ n }) => n)).toEqual([120, 120]);
    const { rows: labels } = await database.pool.query(
      `SELECT DISTINCT simulated, details ? 'rehearsed' AS rehearsed FROM predictions`,
    );
    expect(labels).toEqual([{ simulated: true, rehearsed: true }]);
  });
});

describe('the channel', () => {
  const channel = () => {
    const [found] = room.channels;
    if (found?.kind !== 'event') throw new Error('the channel has a history');
    return found;
  };

  it('shows the models, answers requests, and keeps what was told', async () => {
    const found = channel();
    const { history, requests } = found;
    const start = await history.position();
    const [models] = await found.snapshot({ id: 'x', name: 'x', scopes: new Set() });
    expect(models).toMatchObject({ type: 'available_models' });
    expect((models as unknown as { models: { name: string }[] }).models.map(({ name }) => name)).toContain(
      'five_feature_linear',
    );
    const { schema } = requests.request_prediction!;
    expect(Compile(schema).Check({ type: 'request_prediction', symbol: 'ALFA' })).toBe(true);
    expect(Compile(schema).Check({ type: 'request_prediction', symbol: 'ALFA', horizon_hours: 0 })).toBe(
      false,
    );
    const answer = await requests.request_prediction!.answer(
      { type: 'request_prediction', symbol: 'ALFA' },
      { id: 'x', name: 'x', scopes: new Set() },
    );
    expect(answer).toMatchObject({ data: { symbol: 'ALFA', horizon_hours: 24 } });
    const told = await history.after(start, 10);
    expect(told).toEqual([
      expect.objectContaining({
        frame: expect.objectContaining({ type: 'predictions_update', data: answer.data }),
      }),
    ]);
  });

  it('tells of forecasts that change, and of no other', async () => {
    const it = await prediction({ symbol: 'ALFA' });
    const start = await channel().history.position();
    const thread = stack.use(startPricesThread());
    const deps = { clock, market, thread, store: store() };
    expect(await followForecasts(deps)).toBe(0);
    nowMs = Date.parse('2026-11-25T22:00:00Z');
    addBar('ALFA', '2026-11-25', it.current_price);
    expect(await followForecasts(deps)).toBe(1);
    expect(await followForecasts(deps)).toBe(0);
    const told = await channel().history.after(start, 10);
    expect(told!.map(({ frame }) => (frame.data as PricePrediction).target_time)).toEqual([
      '2026-11-26T21:00:00.000Z',
    ]);
  });
});
