import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BusEvents } from '#contracts/events';
import { type Bus, createBus, createHttpServer, createLogger } from '#platform';
import { createPortfolioRoom } from '#portfolio';
import { dateOf } from '../src/market/bars.ts';
import { createUniverse } from '../src/market/universe.ts';
import { createTestDatabase } from './support/database.ts';
import { barsOf, instrument } from './support/market.ts';

const FIRST_DAY = 19_000;
const DAYS = 300;

/** Three made-up symbols; SPLT splits 2:1 near the end, so that raw and adjusted prices differ. */
function madeMarket() {
  const wave = (t: number, k: number) =>
    0.01 * Math.sin(t * (1.3 + k)) + 0.008 * Math.sin(t * (2.1 * k + 0.7)) + 0.0004 * (k + 1);
  const symbols = ['AAA', 'BBB', 'SPLT'];
  const bars = symbols.map((symbol, k) => {
    let price = 100;
    const rows = Array.from({ length: DAYS }, (_, t) => {
      const split = symbol === 'SPLT' && t === DAYS - 20 ? 2 : 1;
      price = (price * (1 + wave(t, k))) / split;
      return { date: dateOf(FIRST_DAY + t), close: price, split };
    });
    return barsOf(symbol, rows);
  });
  return createUniverse(
    symbols.map((symbol, k) => instrument(symbol, { sector: k === 0 ? 'Energy' : 'Materials' })),
    bars,
  );
}

const universe = madeMarket();
const stack = new AsyncDisposableStack();
const logger = createLogger({ logLevel: 'error' });
let bus: Bus;
let server: Awaited<ReturnType<typeof createHttpServer>>;
let who = 'alice';

beforeAll(async () => {
  const database = stack.use(await createTestDatabase());
  bus = createBus(logger);
  const clock = { now: () => Date.parse('2026-11-25T12:00:00Z') };
  const room = stack.use(
    createPortfolioRoom({ database, bus, clock, logger, market: { universe: async () => universe } }),
  );
  server = await createHttpServer({
    logger,
    guard: () => ({ id: who, name: who, scopes: new Set(['admin']) }),
    routes: room.routes,
  });
  stack.defer(() => server.close());
});
afterAll(() => stack.disposeAsync());

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) {
  const response = await server.inject({ method, url, ...(body === undefined ? {} : { payload: body }) });
  return { status: response.statusCode, body: response.json() };
}

async function keep(name: string, more: object = {}) {
  const lots = [
    { symbol: 'AAA', quantity: 10, cost_per_share: 50, acquired_on: '2022-03-01' },
    { symbol: 'AAA', quantity: 5, cost_per_share: 500, acquired_on: '2026-10-01' },
    { symbol: 'SPLT', quantity: 4 },
  ];
  const { body, status } = await call('POST', '/portfolios', { name, cash: 1000, lots, ...more });
  expect(status).toBe(201);
  return body;
}

describe('stored portfolios', () => {
  it('are valued at the last price as traded, and tell the bus', async () => {
    const told = new Promise<BusEvents['portfolio.valued']>((resolve) =>
      bus.subscribe('portfolio.valued', resolve),
    );
    const kept = await keep('valued');
    const price = (symbol: string) => {
      const answer = universe.bars(symbol, 'raw');
      return answer.kind === 'bars' ? (answer.bars.close.at(-1) ?? 0) : 0;
    };
    expect(kept.value).toBeCloseTo(1000 + 15 * price('AAA') + 4 * price('SPLT'), 6);
    expect(kept.holdings).toHaveLength(2);
    expect(kept.holdings[0].profit_loss).toBeCloseTo(15 * price('AAA') - 3000, 6);
    expect(kept.holdings[1]).toMatchObject({ symbol: 'SPLT', cost: null, profit_loss: null });
    const { portfolioId, metrics } = await told;
    expect(portfolioId).toBe(kept.id);
    expect(metrics.portfolio_value).toBeCloseTo(kept.value, 6);
    expect(metrics['risk_metrics.volatility']).toBeGreaterThan(0);
  });

  it('belong to one owner', async () => {
    const kept = await keep('private');
    who = 'mallory';
    const [seen, removed, list] = [
      await call('GET', `/portfolios/${kept.id}`),
      await call('DELETE', `/portfolios/${kept.id}`),
      await call('GET', '/portfolios'),
    ];
    who = 'alice';
    expect([seen.status, removed.status, list.body.count]).toEqual([404, 404, 0]);
    expect((await call('GET', `/portfolios/${kept.id}`)).status).toBe(200);
  });

  it('refuse a name twice, and take changes', async () => {
    const kept = await keep('first');
    expect((await call('POST', '/portfolios', { name: 'first' })).body.errors[0].pointer).toBe('/name');
    const changed = await call('PATCH', `/portfolios/${kept.id}`, { name: 'second', cash: 0 });
    expect(changed.body).toMatchObject({ name: 'second', cash: 0 });
    await call('DELETE', `/portfolios/${kept.id}`);
    expect((await call('GET', `/portfolios/${kept.id}`)).status).toBe(404);
  });

  it('import a csv whole or not at all', async () => {
    const kept = await keep('imported', { lots: [] });
    const bad = await call('POST', `/portfolios/${kept.id}/import`, {
      csv: 'symbol,quantity\nAAA,1\nBBB,none\n',
    });
    expect(bad.status).toBe(422);
    expect(bad.body.detail).toContain('Line 3');
    expect((await call('GET', `/portfolios/${kept.id}`)).body.lots).toEqual([]);
    const good = await call('POST', `/portfolios/${kept.id}/import`, {
      csv: 'symbol,quantity\nAAA,1\nBBB,2\n',
    });
    expect(good.body).toEqual({ accepted: 2, errors: [] });
  });

  it('take lots one by one or many, the bad ones by index', async () => {
    const kept = await keep('lots', { lots: [] });
    const many = await call('POST', `/portfolios/${kept.id}/lots`, [
      { symbol: 'AAA', quantity: 1 },
      { symbol: 'AAA', quantity: -1 },
    ]);
    expect(many.body.accepted).toBe(1);
    expect(many.body.errors[0]).toMatchObject({ index: 1, pointer: '/quantity' });
    const { lots } = (await call('GET', `/portfolios/${kept.id}`)).body;
    await call('DELETE', `/portfolios/${kept.id}/lots/${lots[0].id}`);
    expect((await call('GET', `/portfolios/${kept.id}`)).body.lots).toEqual([]);
  });
});

describe('analysis', () => {
  it('reports risk whose contributions add up', async () => {
    const kept = await keep('risky');
    const { body } = await call('GET', `/portfolios/${kept.id}/risk?days=250`);
    const shares = body.contributions.map(({ share }: { share: number }) => share);
    expect(body.observations).toBe(250);
    expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(body.cvar_95).toBeGreaterThanOrEqual(body.var_95);
    // A split is no loss: no day of the adjusted path falls by half.
    expect(body.max_drawdown).toBeLessThan(0.4);
  });

  it('optimises what is held, with a certificate', async () => {
    const kept = await keep('optimised');
    const { body } = await call('POST', `/portfolios/${kept.id}/optimize`, { method: 'min_volatility' });
    expect(body.status).toBe('optimal');
    expect(Object.keys(body.weights)).toEqual(['AAA', 'SPLT']);
    expect(body.certificate.kkt).toBeLessThan(1e-9);
  });

  it('names conflicting constraints', async () => {
    const kept = await keep('conflict');
    const problem = { method: 'min_volatility', bounds: [0, 0.3] };
    const { body } = await call('POST', `/portfolios/${kept.id}/optimize`, problem);
    expect(body.status).toBe('infeasible');
    expect(body.reason).toContain('full investment');
  });

  it('plans trades into new symbols and sells the dearest lots first', async () => {
    const kept = await keep('rebalanced');
    const request = { target_weights: { BBB: 0.6, SPLT: 0.3 } };
    const { body, status } = await call('POST', `/portfolios/${kept.id}/rebalance`, request);
    expect(status).toBe(200);
    const sale = body.trades.find((trade: { side: string }) => trade.side === 'sell');
    expect(sale.symbol).toBe('AAA');
    expect(sale.lots.map(({ term }: { term: string }) => term)).toEqual(['short', 'long']);
    expect(body.cash).toBeGreaterThanOrEqual(0);
    expect(body.drift).toBeLessThan(0.1);
  });

  it.each([
    [{ target_weights: { AAA: 0.9, BBB: 0.9 } }, 'sum to 1.8'],
    [{ target_weights: { AAA: -0.5 } }, 'sell short'],
    [{}, 'either target_weights or a problem'],
    [{ target_weights: { ZZZ: 1 } }, 'no price of ZZZ'],
  ])('refuses %j', async (request, message) => {
    const kept = await keep(`refused ${message}`);
    const { body } = await call('POST', `/portfolios/${kept.id}/rebalance`, request);
    expect(body.detail).toContain(message);
  });
});
