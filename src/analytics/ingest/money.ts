/** Events whose amount is revenue; a refund counts below zero whatever its sign. */
export const REVENUE_EVENTS: ReadonlySet<string> = new Set([
  'purchase',
  'payment',
  'subscription',
  'subscription_started',
  'subscription_renewed',
  'premium_upgrade',
  'refund',
  'chargeback',
]);
const NEGATIVE_EVENTS: ReadonlySet<string> = new Set(['refund', 'chargeback']);
/** The event whose amounts add up to the trading volume; its amount is no revenue. */
export const TRADE_EVENT = 'trade';

const MICROS = 1_000_000;
const LARGEST_USD = 1e9;

/** Millionths of a dollar, or what is wrong with the amount. Millionths of 1e9 dollars still fit a double exactly. */
export type Amount = { readonly micros: number } | { readonly pointer: string; readonly message: string };

/**
 * The amount of an event in millionths of a US dollar: undefined where the event carries none. Amounts in another
 * currency need `usd_rate`, dollars for one unit, so that the rate is fixed here and now.
 */
export function amountOf(eventType: string, properties: Record<string, unknown> = {}): Amount | undefined {
  const { amount, currency, usd_rate: rate } = properties;
  if (amount === undefined || !(REVENUE_EVENTS.has(eventType) || eventType === TRADE_EVENT)) return undefined;
  if (typeof amount !== 'number' || Math.abs(amount) > LARGEST_USD)
    return {
      pointer: '/properties/amount',
      message: `must be a number between -${LARGEST_USD} and ${LARGEST_USD}`,
    };
  const dollars = inDollars(amount, currency, rate);
  if (typeof dollars !== 'number') return dollars;
  const micros = Math.round(dollars * MICROS);
  return { micros: NEGATIVE_EVENTS.has(eventType) ? -Math.abs(micros) : micros };
}

function inDollars(
  amount: number,
  currency: unknown,
  rate: unknown,
): number | { pointer: string; message: string } {
  if (currency === undefined || currency === 'USD') return amount;
  if (typeof rate !== 'number' || rate <= 0 || Math.abs(amount * rate) > LARGEST_USD)
    return {
      pointer: '/properties/usd_rate',
      message: 'must be the dollars for one unit of properties.currency where that is not USD',
    };
  return amount * rate;
}

/** Millionths as the decimal number PostgreSQL reads. */
export function decimalOf(micros: number | bigint): string {
  const negative = micros < 0;
  const digits = String(micros).replace('-', '').padStart(7, '0');
  const whole = digits.slice(0, -6);
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
