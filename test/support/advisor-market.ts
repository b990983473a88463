import type { Database } from '#platform';
import { HEADER, importCsv } from './market-world.ts';

const DAY_MS = 86_400_000;
const SESSIONS = 320;

/** Four made-up walks under real names that end today, one symbol of a single bar, one that stopped trading long ago. */
export async function importAdvisorMarket(database: Database): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS);
  const rows: string[] = [];
  for (const [k, symbol] of ['AAPL', 'MSFT', 'KO', 'XOM'].entries()) {
    for (let t = 0; t < SESSIONS; t++) rows.push(row(today - SESSIONS + t, symbol, priceAt(t, k), t));
  }
  for (let t = 0; t < 100; t++) rows.push(row(today - 900 + t, 'GONE', priceAt(t, 2), t));
  rows.push(row(today - 1, 'ONE', 5, 0));
  await importCsv(database, [HEADER, ...rows].join('\n'));
}

function priceAt(t: number, k: number): number {
  const wave =
    Math.sin(t / (7 + 2 * k)) + 0.7 * Math.sin(t * (1.3 + k)) + 0.5 * Math.sin(t * (2.9 - 0.4 * k));
  return (80 + 20 * k) * Math.exp(0.0006 * (k - 1) * t) * (1 + 0.02 * wave);
}

function row(day: number, symbol: string, close: number, t: number): string {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const dividend = t % 63 === 62 ? 0.2 : 0;
  return `${date},${symbol},${close},${close * 1.01},${close * 0.99},${close},${close},${100_000 + 1_000 * (t % 17)},${dividend},1`;
}
