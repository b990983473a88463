/** A ratio with nothing below the line is unknown, not zero. */
export const ratio = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;

export const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : (100 * part) / whole;

/** 100 · (current − previous) / previous. */
export const growth = (current: number, previous: number): number | null =>
  percent(current - previous, previous);

/** Dollars to the cent's ten-thousandth, so that sums of decimals do not show the double's last bits. */
export const dollars = (amount: number): number => Math.round(amount * 1e6) / 1e6;
