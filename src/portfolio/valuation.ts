import type { Universe } from '#market';
import { equalWeighted } from './estimate/expected-returns.ts';
import { completeRows, returnsOf } from './estimate/panel.ts';
import { type RiskReport, riskReport } from './holdings/risk-report.ts';
import type { TaxLot } from './holdings/tax-lots.ts';
import { type LastPrice, lastPrice, pricePanel } from './market-prices.ts';

/** All lots of one symbol, valued. What needs an unknown price or cost is `null`. */
export interface ValuedHolding {
  readonly symbol: string;
  readonly quantity: number;
  readonly last: LastPrice | undefined;
  readonly value: number | null;
  readonly weight: number | null;
  readonly cost: number | null;
  readonly profitLoss: number | null;
}

export interface Valuation {
  readonly holdings: readonly ValuedHolding[];
  /** Cash and every holding; `null` while one has no price. */
  readonly value: number | null;
  /** Over the holdings whose cost is known; `null` where none is. */
  readonly profitLoss: number | null;
  readonly unpriced: readonly string[];
  readonly simulated: boolean;
}

export function valuate(lots: readonly TaxLot[], cash: number, universe: Universe): Valuation {
  const symbols = [...new Set(lots.map(({ symbol }) => symbol))].sort();
  const bare = symbols.map((symbol) => valueOf(symbol, lots, universe));
  const unpriced = bare.filter(({ value }) => value === null).map(({ symbol }) => symbol);
  const value = unpriced.length > 0 ? null : bare.reduce((sum, holding) => sum + (holding.value ?? 0), cash);
  const gains = bare.flatMap(({ profitLoss }) => profitLoss ?? []);
  return {
    holdings: bare.map((holding) => ({
      ...holding,
      weight: value === null || value === 0 ? null : (holding.value ?? 0) / value,
    })),
    value,
    profitLoss: gains.length === 0 ? null : gains.reduce((sum, gain) => sum + gain, 0),
    unpriced,
    simulated: symbols.some((symbol) => universe.instrument(symbol)?.simulated === true),
  };
}

function valueOf(symbol: string, lots: readonly TaxLot[], universe: Universe): ValuedHolding {
  const own = lots.filter((lot) => lot.symbol === symbol);
  const quantity = own.reduce((sum, lot) => sum + lot.quantity, 0);
  const last = lastPrice(universe, symbol);
  const value = last === undefined ? null : quantity * last.price;
  const cost = own.every((lot) => lot.costPerShare !== null)
    ? own.reduce((sum, lot) => sum + lot.quantity * (lot.costPerShare ?? 0), 0)
    : null;
  return {
    symbol,
    quantity,
    last,
    value,
    weight: null,
    cost,
    profitLoss: value === null || cost === null ? null : value - cost,
  };
}

/** Risk of the holdings as they stand; the benchmark is the equal-weighted market of their asset class. */
export function valuationRisk(
  { holdings, value: whole }: Valuation,
  universe: Universe,
  sessions: number,
): RiskReport {
  const priced = holdings.filter(({ value }) => value !== null);
  const panel = pricePanel(
    universe,
    priced.map(({ symbol }) => symbol),
    sessions,
  );
  const returns = returnsOf(completeRows(panel));
  // Cash takes part with no risk of its own.
  const total = whole ?? priced.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const weights = Float64Array.from(priced, ({ value }) => (total > 0 ? (value ?? 0) / total : 0));
  return riskReport(returns, weights, benchmarkReturns(universe, returns.days, sessions));
}

function benchmarkReturns(universe: Universe, days: readonly string[], sessions: number): Float64Array {
  const equities = universe.instruments
    .filter(({ assetClass }) => assetClass === 'equity')
    .map(({ symbol }) => symbol);
  const market = returnsOf(pricePanel(universe, equities, sessions));
  const means = equalWeighted(market);
  const byDay = new Map(market.days.map((day, t) => [day, means[t] as number]));
  return Float64Array.from(days, (day) => byDay.get(day) ?? Number.NaN);
}
