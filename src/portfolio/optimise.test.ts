import { beforeAll, describe, expect, it } from 'vitest';
import type { PricePanel } from './estimate/panel.ts';
import { optimise } from './optimise.ts';
import { loadHighsSolver } from './programming/highs.ts';
import { createSolver, type Solver } from './programming/solve.ts';

const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'];
const DAYS = 320;

/** Six made-up assets with one common factor; rising drift and risk from AAA to FFF. */
function madePrices(): PricePanel {
  let state = 12_345;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const market = Array.from({ length: DAYS }, () => 0.02 * next());
  const columns = SYMBOLS.map((_, i) => {
    let price = 100;
    return Float64Array.from({ length: DAYS }, (_, t) => {
      price *= 1 + 0.0002 * (i + 1) + (market[t] ?? 0) * (0.5 + 0.2 * i) + 0.012 * (1 + 0.3 * i) * next();
      return price;
    });
  });
  const days = market.map((_, t) => new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10));
  return { symbols: SYMBOLS, days, columns };
}

const prices = madePrices();
let solver: Solver;
beforeAll(async () => {
  solver = createSolver(await loadHighsSolver());
});

const solve = (problem: object, panel = prices) => optimise(problem, panel, solver);
const solved = (problem: object) => {
  const result = solve(problem);
  expect(result.reason).toBeNull();
  return { ...result, weights: result.weights ?? {} };
};
const SECTORS = { AAA: 'safe', BBB: 'safe', CCC: 'mid', DDD: 'mid', EEE: 'wild', FFF: 'wild' };

describe('constraints', () => {
  it('keep sectors within their limits', () => {
    const { weights } = solved({
      method: 'min_volatility',
      sectors: SECTORS,
      sector_limits: { safe: { max: 0.4 }, wild: { min: 0.25 } },
    });
    expect((weights.AAA ?? 0) + (weights.BBB ?? 0)).toBeCloseTo(0.4, 9);
    expect((weights.EEE ?? 0) + (weights.FFF ?? 0)).toBeCloseTo(0.25, 9);
  });

  it('hold turnover back and report it', () => {
    const current = { EEE: 0.5, FFF: 0.5 };
    const free = solved({ method: 'min_volatility', current_weights: current, max_turnover: 2 });
    const held = solved({ method: 'min_volatility', current_weights: current, max_turnover: 0.3 });
    expect(held.turnover).toBeCloseTo(0.3, 9);
    expect(held.volatility ?? 0).toBeGreaterThan(free.volatility ?? 1);
  });

  it('weigh trading costs against the gain', () => {
    const current = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 1 / 6]));
    const problem = { method: 'max_quadratic_utility', risk_aversion: 3, current_weights: current };
    const cheap = solved({ ...problem, trading_cost: 0 });
    const dear = solved({ ...problem, trading_cost: 0.05 });
    const prohibitive = solved({ ...problem, trading_cost: 5 });
    expect(dear.turnover ?? 9).toBeLessThan(cheap.turnover ?? 0);
    expect(prohibitive.turnover).toBeCloseTo(0, 9);
    expect(dear.trading_cost).toBeCloseTo(0.05 * (dear.turnover ?? 0), 12);
  });

  it('count assets in CVaR portfolios', () => {
    const { weights, certificate } = solved({ method: 'min_cvar', max_assets: 2, min_weight: 0.1 });
    const held = Object.values(weights).filter((weight) => weight > 1e-9);
    expect(held.length).toBe(2);
    expect(Math.min(...held)).toBeGreaterThanOrEqual(0.1 - 1e-9);
    expect(certificate?.kkt).toBeLessThan(1e-8);
  });
});

describe('objectives', () => {
  it('order volatility along the frontier, and its ends are the extremes', () => {
    const { frontier } = solved({ method: 'efficient_frontier', points: 12 });
    const risks = (frontier ?? []).map(({ risk }) => risk);
    expect(risks).toHaveLength(12);
    expect(risks.toSorted((a, b) => a - b)).toEqual(risks);
    expect(risks[0]).toBeCloseTo(solved({ method: 'min_volatility' }).risk ?? 0, 12);
  });

  it('find no frontier point with a higher Sharpe ratio than max_sharpe', () => {
    const best = solved({ method: 'max_sharpe' }).sharpe ?? 0;
    const { frontier } = solved({ method: 'efficient_frontier', points: 40 });
    for (const { sharpe } of frontier ?? []) expect(sharpe ?? 0).toBeLessThanOrEqual(best + 1e-12);
  });

  it.each([
    ['efficient_risk', { target_volatility: 0.13 }, 0.13],
    ['cvar_efficient_risk', { target_cvar: 0.016 }, 0.016],
    ['cdar_efficient_risk', { target_cdar: 0.055 }, 0.055],
    ['semivariance_efficient_risk', { target_semideviation: 0.095 }, 0.095],
  ])('%s reaches its target', (method, target, risk) => {
    expect(solved({ method, ...target }).risk).toBeCloseTo(risk, 9);
  });

  it.each([
    'efficient_return',
    'cvar_efficient_return',
    'cdar_efficient_return',
    'semivariance_efficient_return',
  ])('%s reaches its target', (method) => {
    const middle = solved({ method: 'max_quadratic_utility', risk_aversion: 4 }).expected_return ?? 0;
    const result = solved({ method, target_return: middle });
    expect(result.expected_return ?? 0).toBeGreaterThanOrEqual(middle - 1e-9);
  });

  it('min_semivariance has less semideviation than any single asset', () => {
    const { risk } = solved({ method: 'min_semivariance' });
    for (const symbol of SYMBOLS)
      expect(solved({ method: 'min_semivariance', symbols: [symbol] }).risk ?? 0).toBeGreaterThan(risk ?? 1);
  });

  it('risk parity gives every asset the same share of risk', () => {
    const { certificate, weights } = solved({ method: 'risk_parity' });
    expect(certificate?.kkt).toBeLessThan(1e-12);
    expect(weights.AAA ?? 0).toBeGreaterThan(weights.FFF ?? 1);
  });

  it('HRP splits two assets by inverse variance', () => {
    const { weights } = solved({ method: 'hrp', symbols: ['AAA', 'FFF'] });
    const variance = (symbol: string) =>
      (solved({ method: 'min_volatility', symbols: [symbol] }).volatility ?? 0) ** 2;
    expect(weights.AAA).toBeCloseTo(variance('FFF') / (variance('AAA') + variance('FFF')), 12);
  });

  it('a confident view moves the portfolio, a worthless one does not', () => {
    const base = {
      method: 'max_quadratic_utility',
      risk_aversion: 4,
      market_weights: Object.fromEntries(SYMBOLS.map((s) => [s, 1 / 6])),
    };
    const view = (confidence: number) => ({
      ...base,
      views: [{ assets: { AAA: 1, FFF: -1 }, return: 0.3, confidence }],
    });
    const [sure, none] = [solved(view(0.9)), solved(view(0))];
    expect(sure.weights.AAA ?? 0).toBeGreaterThan((none.weights.AAA ?? 0) + 0.1);
    expect(none.weights.AAA).toBeCloseTo(1 / 6, 1);
  });
});

describe('what cannot be answered', () => {
  it.each([
    [
      'bounds that leave too little room',
      { method: 'min_volatility', bounds: [0, 0.1] },
      'infeasible',
      'together at most 0.6',
    ],
    [
      'a return out of reach',
      { method: 'efficient_return', target_return: 9 },
      'infeasible',
      'allow at most',
    ],
    [
      'a risk out of reach',
      { method: 'efficient_risk', target_volatility: 0.001 },
      'infeasible',
      'no less than',
    ],
    [
      'a CVaR out of reach',
      { method: 'cvar_efficient_risk', target_cvar: 0.0001 },
      'infeasible',
      'no less than',
    ],
    [
      'a sector that must and cannot',
      { method: 'min_volatility', sectors: SECTORS, sector_limits: { safe: { min: 0.9 } }, bounds: [0, 0.3] },
      'infeasible',
      'limit of sector safe',
    ],
    [
      'a risk-free rate above everything',
      { method: 'max_sharpe', risk_free_rate: 50 },
      'infeasible',
      'risk-free rate',
    ],
    [
      'weights without bounds',
      {
        method: 'max_quadratic_utility',
        expected_returns: Object.fromEntries(SYMBOLS.map((s) => [s, 1])),
        cov: 'semicovariance',
        bounds: { AAA: [2, 1] },
      },
      'infeasible',
      'weight of AAA',
    ],
    ['no target', { method: 'efficient_risk' }, 'invalid', 'needs target_volatility'],
    ['an unknown method', { method: 'get_rich' }, 'invalid', '/method'],
    ['an unknown field', { method: 'hrp', leverage: 2 }, 'invalid', '/leverage'],
    ['an unknown symbol', { method: 'hrp', symbols: ['AAA', 'ZZZ'] }, 'invalid', 'no prices of ZZZ'],
    [
      'bounds of a stranger',
      { method: 'min_volatility', bounds: { ZZZ: [0, 1] } },
      'invalid',
      'bounds names ZZZ',
    ],
    [
      'one day of history',
      { method: 'hrp', start_date: '2020-11-15', end_date: '2020-11-15' },
      'invalid',
      'Too little history',
    ],
    [
      'weights above the whole',
      { method: 'min_volatility', current_weights: { AAA: 0.9, BBB: 0.9 }, max_turnover: 1 },
      'invalid',
      'sum to 1.8',
    ],
    ['a count outside CVaR', { method: 'min_volatility', max_assets: 2 }, 'invalid', 'max_assets'],
    ['bounds on HRP', { method: 'hrp', bounds: [0, 0.5] }, 'invalid', 'cannot honour bounds'],
    [
      'limits without sectors',
      { method: 'min_volatility', sector_limits: { safe: { max: 1 } } },
      'invalid',
      'need sectors',
    ],
    [
      'an empty sector',
      { method: 'min_volatility', sectors: SECTORS, sector_limits: { gold: { max: 1 } } },
      'invalid',
      'no symbol is in it',
    ],
    [
      'half the expected returns',
      { method: 'min_volatility', expected_returns: { AAA: 0.1 } },
      'invalid',
      'lacks BBB',
    ],
  ])('%s', (_, problem, status, reason) => {
    const result = solve(problem);
    expect(result).toMatchObject({ status, weights: null, certificate: null });
    expect(result.reason).toContain(reason);
  });

  it('two symbols that never traded together', () => {
    const half = DAYS / 2;
    const columns = prices.columns
      .slice(0, 2)
      .map((column, i) => column.map((value, t) => (t < half === (i === 0) ? value : Number.NaN)));
    const result = solve({ method: 'min_volatility' }, { ...prices, symbols: ['AAA', 'BBB'], columns });
    expect(result.reason).toContain('never traded on the same days');
  });

  it('more assets than a dense problem holds', () => {
    const symbols = Array.from({ length: 5000 }, (_, i) => `S${i}`);
    const column = Float64Array.of(1, 2, 3);
    const result = solve(
      { method: 'hrp' },
      { symbols, days: ['2020-01-01', '2020-01-02', '2020-01-03'], columns: symbols.map(() => column) },
    );
    expect(result.reason).toContain('5000 assets are too many');
  });

  it('warns where history cannot tell the assets apart', () => {
    const short = solve({ method: 'min_volatility', start_date: prices.days[DAYS - 6] });
    expect(short.warnings[0]).toContain('singular');
  });
});
