import type { Solver } from '../programming/solve.ts';
import { allocateLots } from './lot-allocation.ts';
import { type LotMethod, type LotSale, sellLots, type TaxLot, type TaxRates, taxOn } from './tax-lots.ts';

export interface RebalanceInput {
  readonly lots: readonly TaxLot[];
  readonly cash: number;
  /** Symbol → fraction of the whole value; what is missing is sold. */
  readonly targets: ReadonlyMap<string, number>;
  /** Symbol → last price in USD; every held or wanted symbol has one. */
  readonly prices: ReadonlyMap<string, number>;
  readonly lotSize: number;
  readonly costRate: number;
  readonly lotMethod: LotMethod;
  readonly taxRates: TaxRates;
  readonly today: string;
}

export interface Trade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  readonly value: number;
  readonly cost: number;
  /** The lots a sale takes. */
  readonly lots: readonly LotSale[];
}

export interface RebalancePlan {
  readonly trades: readonly Trade[];
  /** Money left after trades and costs, before tax. */
  readonly cash: number;
  readonly costs: number;
  readonly realisedGain: number;
  /** Estimated; paid later, from outside the plan. */
  readonly tax: number;
  /** Value traded over the value of the portfolio. */
  readonly turnover: number;
  /** Symbol → weight after the trades. */
  readonly weights: ReadonlyMap<string, number>;
  /** Σ|weight − target| after the trades. */
  readonly drift: number;
}

/** Turns target weights into trades in whole lots. `undefined` where no whole-lot plan was found in time. */
export function planRebalance(input: RebalanceInput, solver: Solver): RebalancePlan | undefined {
  const { lots, prices, targets, cash, costRate } = input;
  const symbols = [...new Set([...lots.map(({ symbol }) => symbol), ...targets.keys()])].sort();
  const held = Float64Array.from(symbols, (symbol) =>
    sum(
      lots.filter((lot) => lot.symbol === symbol),
      (lot) => lot.quantity,
    ),
  );
  const priceList = Float64Array.from(symbols, (symbol) => prices.get(symbol) ?? Number.NaN);
  const value =
    cash + symbols.reduce((total, _, i) => total + (held[i] as number) * (priceList[i] as number), 0);
  const targetList = Float64Array.from(symbols, (symbol) => targets.get(symbol) ?? 0);
  const allocation = allocateLots(
    { symbols, prices: priceList, targets: targetList, held, lotSize: input.lotSize, value, costRate },
    solver,
  );
  if (allocation === undefined) return undefined;
  const trades = symbols.flatMap((symbol, i) => {
    const change = (allocation.shares[i] as number) - (held[i] as number);
    return Math.abs(change) < 1e-9 ? [] : [tradeOf(input, symbol, change, priceList[i] as number)];
  });
  const sales = trades.flatMap((trade) => trade.lots);
  const weights = symbols.map(
    (_, i) => ((allocation.shares[i] as number) * (priceList[i] as number)) / value,
  );
  const costs = sum(trades, (trade) => trade.cost);
  return {
    trades,
    cash: cash - costs - sum(trades, (trade) => (trade.side === 'buy' ? trade.value : -trade.value)),
    costs,
    realisedGain: sum(sales, (sale) => sale.gain ?? 0),
    tax: taxOn(sales, input.taxRates),
    turnover: sum(trades, (trade) => trade.value) / value,
    weights: new Map(symbols.map((symbol, i) => [symbol, weights[i] as number])),
    drift: weights.reduce((total, weight, i) => total + Math.abs(weight - (targetList[i] as number)), 0),
  };
}

function tradeOf(
  { lots, lotMethod, today, costRate }: RebalanceInput,
  symbol: string,
  change: number,
  price: number,
): Trade {
  const quantity = Math.abs(change);
  const own = lots.filter((lot) => lot.symbol === symbol);
  const value = quantity * price;
  return {
    symbol,
    side: change > 0 ? 'buy' : 'sell',
    quantity,
    price,
    value,
    cost: costRate * value,
    lots: change > 0 ? [] : sellLots(own, quantity, price, lotMethod, today),
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
