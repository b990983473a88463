/** A market small enough to read and large enough for every figure: 200-day averages, 52-week extremes, six sectors. */
const SECTORS = ['Energy', 'Financials', 'Health Care', 'Industrials', 'Information Technology', 'Utilities'];
const SYMBOLS = 48;
const SESSIONS = 330;

/** The last session of the market. */
export const LAST_SESSION = '2020-08-31';

export const MARKET_SYMBOLS = Array.from({ length: SYMBOLS }, (_, index) => symbolOf(index));

/** `AAA`, `AAB`, … */
function symbolOf(index: number): string {
  return `A${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`;
}

/** The sessions, oldest first: the weekdays that end on the last one. */
export function sessions(): string[] {
  const days: string[] = [];
  for (let at = Date.parse(LAST_SESSION); days.length < SESSIONS; at -= 86_400_000) {
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.unshift(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** Daily bars as the import takes them. The prices are sums of waves: always the same, never flat. */
export function barsCsv(): string {
  const lines = ['date,symbol,open,high,low,close,adjusted_close,volume,dividend,split'];
  for (const [day, date] of sessions().entries()) {
    for (const [index, symbol] of MARKET_SYMBOLS.entries()) {
      const open = priceAt(index, day - 1);
      const close = priceAt(index, day);
      const high = Math.max(open, close) * 1.004;
      const low = Math.min(open, close) * 0.996;
      const volume = Math.round(1e6 * (1.5 + Math.sin(day / 7 + index)) * (1 + (index % 5)));
      const prices = [open, high, low, close, close].map((price) => price.toFixed(2));
      lines.push([date, symbol, ...prices, volume, 0, 1].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

function priceAt(index: number, day: number): number {
  const drift = 1 + (day / SESSIONS) * (0.4 * Math.sin(index * 1.7));
  const wave = 0.08 * Math.sin(day / 11 + index) + 0.03 * Math.sin(day / 2.3 + index * 2.1);
  return (20 + 7 * index) * (drift + wave);
}

export function symbolsCsv(): string {
  const lines = MARKET_SYMBOLS.map(
    (symbol, index) => `${symbol},${symbol} Holdings,${SECTORS[index % SECTORS.length]},${(index + 1) * 1e7}`,
  );
  return `symbol,name,sector,shares_outstanding\n${lines.join('\n')}\n`;
}
