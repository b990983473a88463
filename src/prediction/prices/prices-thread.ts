import { LRUCache } from 'lru-cache';
import { startWorkerThread } from '#platform';
import type { PriceForecast } from './forecast-price.ts';
import type { PriceHistory } from './price-history.ts';
import type { Job } from './prices-worker.ts';
import type { Rehearsal } from './rehearsal.ts';

/** The engine on a thread of its own. A forecast is made once for a history and horizon; askers share it. */
export interface PricesThread extends AsyncDisposable {
  forecast(history: PriceHistory, horizon: number): Promise<PriceForecast>;
  rehearse(history: PriceHistory, horizon: number, count: number): Promise<Rehearsal>;
}

const TIME_LIMIT_MS = 20_000;
const KEPT = 500;

export function startPricesThread(): PricesThread {
  const thread = startWorkerThread<Job>(new URL('./prices-worker.ts', import.meta.url), {
    name: 'The price forecaster',
    timeLimitMs: TIME_LIMIT_MS,
    fix: 'Try again; other symbols may have been waiting.',
  });
  const kept = new LRUCache<string, Promise<PriceForecast>>({ max: KEPT });
  return {
    forecast(history, horizon) {
      const key = `${fingerprint(history)} ${horizon}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = thread.run<PriceForecast>({ kind: 'forecast', history, horizon });
      kept.set(key, made);
      made.catch(() => kept.delete(key));
      return made;
    },
    rehearse: (history, horizon, count) => thread.run({ kind: 'rehearse', history, horizon, count }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}

/** Of everything a forecast depends on: FNV-1a over the bytes of all columns. */
function fingerprint({ close, range, volume, market }: PriceHistory): string {
  let hash = 0xcbf29ce4;
  for (const column of [close, range?.open, range?.high, range?.low, volume, market]) {
    if (column === undefined) continue;
    for (const word of new Uint32Array(column.buffer, column.byteOffset, 2 * column.length))
      hash = Math.imul(hash ^ word, 0x01000193);
  }
  return `${close.length} ${close[0]} ${close.at(-1)} ${hash >>> 0}`;
}
