import { beforeAll, describe, expect, it } from 'vitest';
import { loadHighsSolver } from '../programming/highs.ts';
import { createSolver, type Solver } from '../programming/solve.ts';
import { parseHoldings } from './holdings-csv.ts';
import { planRebalance, type RebalanceInput } from './rebalance.ts';
import { maxDrawdown, riskReport } from './risk-report.ts';
import { sellLots, type TaxLot, taxOn } from './tax-lots.ts';

const lot = (
  id: string,
  quantity: number,
  costPerShare: number | null,
  acquiredOn: string | null,
): TaxLot => ({
  id,
  symbol: 'AAA',
  quantity,
  costPerShare,
  acquiredOn,
});

const LOTS = [
  lot('old', 10, 50, '2020-01-10'),
  lot('dear', 10, 120, '2024-06-01'),
  lot('new', 10, 90, '2024-11-01'),
  lot('blank', 10, null, null),
];

describe('sellLots', () => {
  it.each([
    ['hifo', ['dear', 'new']],
    ['fifo', ['old', 'dear']],
    ['lifo', ['blank', 'new']],
  ] as const)('%s', (method, order) => {
    const sales = sellLots(LOTS, 15, 100, method, '2025-01-01');
    expect(sales.map(({ lotId }) => lotId)).toEqual(order);
    expect(sales.map(({ quantity }) => quantity)).toEqual([10, 5]);
  });

  it('tells long from short by more than a year', () => {
    const [sale] = sellLots([lot('a', 1, 1, '2024-01-01')], 1, 2, 'fifo', '2025-01-01');
    const [later] = sellLots([lot('a', 1, 1, '2024-01-01')], 1, 2, 'fifo', '2025-01-02');
    expect([sale?.term, later?.term]).toEqual(['short', 'long']);
  });
});

describe('taxOn', () => {
  const sale = (gain: number, term: 'long' | 'short') => ({ lotId: 'x', quantity: 1, gain, term });
  const rates = { shortTerm: 0.4, longTerm: 0.2 };
  it.each([
    ['both gains', [sale(100, 'short'), sale(100, 'long')], 60],
    ['a short loss against a long gain', [sale(-40, 'short'), sale(100, 'long')], 12],
    ['a long loss against a short gain', [sale(100, 'short'), sale(-40, 'long')], 24],
    ['a net loss', [sale(-100, 'short'), sale(50, 'long')], 0],
  ])('%s', (_, sales, tax) => {
    expect(taxOn(sales, rates)).toBeCloseTo(tax, 12);
  });
});

describe('planRebalance', () => {
  let solver: Solver;
  beforeAll(async () => {
    solver = createSolver(await loadHighsSolver());
  });
  const input: RebalanceInput = {
    lots: [lot('old', 100, 50, '2020-01-10')],
    cash: 500,
    targets: new Map([
      ['AAA', 0.5],
      ['BBB', 0.5],
    ]),
    prices: new Map([
      ['AAA', 100],
      ['BBB', 33],
    ]),
    lotSize: 1,
    costRate: 0.001,
    lotMethod: 'hifo',
    taxRates: { shortTerm: 0.35, longTerm: 0.15 },
    today: '2025-01-01',
  };

  it('reaches the targets to within a lot, pays for itself and tells the tax', () => {
    const plan = planRebalance(input, solver);
    if (plan === undefined) throw new Error('no plan');
    expect(plan.cash).toBeGreaterThanOrEqual(0);
    expect(plan.drift).toBeLessThan((100 + 33) / 10_500);
    const [sell, buy] = plan.trades;
    expect(sell).toMatchObject({ symbol: 'AAA', side: 'sell' });
    expect(buy).toMatchObject({ symbol: 'BBB', side: 'buy' });
    expect(plan.realisedGain).toBeCloseTo((sell?.quantity ?? 0) * 50, 9);
    expect(plan.tax).toBeCloseTo(plan.realisedGain * 0.15, 9);
    const value = plan.trades.reduce(
      (sum, trade) => sum + (trade.side === 'buy' ? -trade.value : trade.value),
      0,
    );
    expect(plan.cash).toBeCloseTo(500 + value - plan.costs, 9);
  });

  it('trades only in lots', () => {
    const plan = planRebalance({ ...input, lotSize: 10 }, solver);
    expect(plan?.trades.every(({ quantity }) => quantity % 10 === 0)).toBe(true);
  });

  it('does nothing where nothing is to be gained', () => {
    const still = { ...input, cash: 0, targets: new Map([['AAA', 1]]) };
    expect(planRebalance(still, solver)?.trades).toEqual([]);
  });
});

describe('riskReport', () => {
  const days = Array.from({ length: 100 }, (_, t) => `day ${t}`);
  const a = Float64Array.from(days, (_, t) => (t % 2 === 0 ? 0.01 : -0.01));
  const b = Float64Array.from(days, (_, t) => (t % 4 < 2 ? 0.02 : -0.02));
  const returns = { symbols: ['A', 'B'], days, columns: [a, b] };

  it('splits the variance without a rest', () => {
    const report = riskReport(returns, Float64Array.of(0.5, 0.5), a);
    const shares = report.contributions.map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares[1]).toBeCloseTo(0.8, 12);
    expect(report.concentration).toEqual({ herfindahl: 0.5, effectiveAssets: 2, largest: 0.5 });
  });

  it('gives the market a beta of one and known tails', () => {
    const report = riskReport({ ...returns, symbols: ['A'], columns: [a] }, Float64Array.of(1), a);
    expect(report.beta).toBeCloseTo(1, 12);
    expect(report.var95).toBeCloseTo(0.01, 12);
    expect(report.cvar95).toBeCloseTo(0.01, 12);
    expect(report.volatility).toBeCloseTo(0.01 * Math.sqrt((252 * 100) / 99), 12);
  });

  it('measures drawdown from the last high', () => {
    expect(maxDrawdown(Float64Array.of(0.1, -0.5, 0.2, -0.1))).toBeCloseTo(1 - 0.5 * 1, 12);
  });

  it('says nothing on too short a history', () => {
    const short = { ...returns, days: days.slice(0, 10), columns: [a.slice(0, 10), b.slice(0, 10)] };
    expect(riskReport(short, Float64Array.of(0.5, 0.5), a)).toMatchObject({
      volatility: null,
      observations: 10,
    });
  });
});

describe('parseHoldings', () => {
  it("reads a broker's columns and figures", () => {
    const { rows, mistakes } = parseHoldings(
      'Ticker,Shares,Purchase Price,Trade Date\naapl,"1,000",$12.50,2020-02-03\nMSFT,3,,\n',
    );
    expect(mistakes).toEqual([]);
    expect(rows).toEqual([
      { symbol: 'AAPL', quantity: 1000, costPerShare: 12.5, acquiredOn: '2020-02-03' },
      { symbol: 'MSFT', quantity: 3, costPerShare: null, acquiredOn: null },
    ]);
  });

  it.each([
    ['a missing column', 'name,price\nA,1\n', 'must name the columns'],
    ['no quantity', 'symbol,quantity\nA,\n', 'must be above 0'],
    ['a bad date', 'symbol,quantity,date\nA,1,2020-02-31\n', 'not a date'],
    ['no symbol', 'symbol,quantity\n,1\n', 'not a symbol'],
  ])('names the line of %s', (_, csv, message) => {
    expect(parseHoldings(csv).mistakes[0]?.message).toContain(message);
  });
});
