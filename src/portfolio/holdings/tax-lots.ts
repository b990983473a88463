/** Shares bought at one time at one price. */
export interface TaxLot {
  readonly id: string;
  readonly symbol: string;
  readonly quantity: number;
  /** Price paid a share, in USD; `null` where it is not known. */
  readonly costPerShare: number | null;
  /** `YYYY-MM-DD`; `null` where it is not known. */
  readonly acquiredOn: string | null;
}

/** Highest cost first, oldest first, newest first. */
export type LotMethod = 'hifo' | 'fifo' | 'lifo';

/** A part of a lot that is sold. */
export interface LotSale {
  readonly lotId: string;
  readonly quantity: number;
  /** Proceeds minus cost, in USD; `null` where the cost is not known. */
  readonly gain: number | null;
  readonly term: 'long' | 'short' | 'unknown';
}

export interface TaxRates {
  readonly shortTerm: number;
  readonly longTerm: number;
}

/** Picks the lots that a sale of `quantity` shares at `price` takes. The caller has checked that there are enough. */
export function sellLots(
  lots: readonly TaxLot[],
  quantity: number,
  price: number,
  method: LotMethod,
  today: string,
): LotSale[] {
  const sales: LotSale[] = [];
  let left = quantity;
  for (const lot of lots.toSorted(ORDERS[method])) {
    if (left <= 0) break;
    const sold = Math.min(left, lot.quantity);
    left -= sold;
    const gain = lot.costPerShare === null ? null : sold * (price - lot.costPerShare);
    sales.push({ lotId: lot.id, quantity: sold, gain, term: termOf(lot, today) });
  }
  return sales;
}

// A lot whose cost is unknown is sold last: its tax cannot be told.
const cost = (lot: TaxLot) => lot.costPerShare ?? Number.NEGATIVE_INFINITY;
const day = (lot: TaxLot) => lot.acquiredOn ?? '9999-12-31';

const ORDERS: Record<LotMethod, (a: TaxLot, b: TaxLot) => number> = {
  hifo: (a, b) => cost(b) - cost(a) || compare(day(a), day(b)),
  fifo: (a, b) => compare(day(a), day(b)),
  lifo: (a, b) => compare(day(b), day(a)),
};

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Held for more than a year is long (US rule: the day after the first anniversary). */
function termOf({ acquiredOn }: TaxLot, today: string): LotSale['term'] {
  if (acquiredOn === null) return 'unknown';
  const [year = 0, ...rest] = acquiredOn.split('-');
  const anniversary = [String(Number(year) + 1).padStart(4, '0'), ...rest].join('-');
  return today > anniversary ? 'long' : 'short';
}

/** Tax on realised gains: losses offset gains of their own kind first, then of the other. Never negative. */
export function taxOn(sales: readonly LotSale[], { shortTerm, longTerm }: TaxRates): number {
  const total = (terms: readonly LotSale['term'][]) =>
    sales.reduce((sum, { gain, term }) => (terms.includes(term) ? sum + (gain ?? 0) : sum), 0);
  // A gain of unknown age is taxed at the higher rate, so that the estimate is not too low.
  const short = total(['short', 'unknown']);
  const long = total(['long']);
  if (short < 0 || long < 0) {
    const net = short + long;
    return Math.max(0, net) * (long > 0 ? longTerm : shortTerm);
  }
  return short * shortTerm + long * longTerm;
}
