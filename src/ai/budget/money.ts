/** Budgets count whole nanodollars: exact in a double up to nine million dollars, and sums never drift. */
const NANO_PER_USD = 1e9;

/** Rounded up, so that what is held is never less than what may be spent. */
export function toNano(usd: number): number {
  // The tolerance keeps 0.1 + 0.2 from being rounded up to one nanodollar more.
  return Math.ceil(usd * NANO_PER_USD - 1e-6);
}

export function toUsd(nano: number): number {
  return nano / NANO_PER_USD;
}
