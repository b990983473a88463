import { setTimeout as sleep } from 'node:timers/promises';
import type { BusEvents } from '#contracts/events';
import type { Bus, Cache, Database, Logger } from '#platform';
import { BAR_SOURCES, type BarSourceName } from './bar-reader.ts';
import { dayOf } from './bars.ts';
import { coalesce } from './coalesce.ts';
import type { LoadedUniverse } from './held-universe.ts';
import { loadUniverse, refreshSymbols } from './universe-loader.ts';
import type { Universe } from './universe-types.ts';

type Change = BusEvents['market.bars.changed'];

/** The universe of this process: loaded from the database and kept fresh by what the bus tells. */
export interface LiveUniverse extends AsyncDisposable {
  /** Undefined until the first load is done. */
  readonly current: Universe | undefined;
  /** Resolves with the universe once there is one and no bulk change that was told of is still being loaded. */
  ready(): Promise<Universe>;
  /** Resolves when every change told of so far is in. */
  caughtUp(): Promise<void>;
  /** Where the bars came from. */
  sources(): BarSourceName[];
  /** Whether a symbol only stands at its last close on that day, without a trade. */
  isCarried(symbol: string, day: number): boolean;
  /** First day held, where memory did not allow for all. */
  firstDay(): number | undefined;
}

export interface LiveUniverseDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly logger: Logger;
}

/** Answers that depend on market data carry this tag. */
export const MARKET_TAG = 'market';

const EVERYTHING: Change = { symbols: [], simulated: false };
const RETRY_MS = 1_000;

/** Starts loading at once, in the background. */
export function startLiveUniverse(deps: LiveUniverseDeps): LiveUniverse {
  const { bus, cache, database, logger } = deps;
  let loaded: LoadedUniverse | undefined;
  const closing = new AbortController();
  const { signal } = closing;

  async function refresh(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const symbols = [...new Set(changes.flatMap((change) => change.symbols))];
    if (loaded === undefined || changes.some((change) => change.symbols.length === 0))
      loaded = await loadUniverse(database.pool);
    else loaded = await refreshSymbols(database.pool, loaded, symbols, earliest(changes));
    // Sums what the change left open now, not in the first answer that needs it.
    loaded.universe.session();
    cache.bump([MARKET_TAG]);
    bus.publish('market.universe.refreshed', { symbols });
  }

  async function outlastingFailures(changes: readonly Change[]): Promise<void> {
    while (!signal.aborted) {
      try {
        return await refresh(changes);
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error }, 'the market universe could not be refreshed; trying again');
        await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  const ask = coalesce<Change | null>((items) => outlastingFailures(items.filter((item) => item !== null)));
  let loading = ask(EVERYTHING);
  const take = (change: Change) => {
    const done = ask(change);
    if (change.symbols.length > 0) return;
    // After an import the next answer must show it: answers made before are stale now, not when the load is done.
    cache.bump([MARKET_TAG]);
    loading = done;
  };
  const subscriptions = [
    bus.subscribe('market.bars.changed', take),
    bus.subscribe('bus.resumed', () => take(EVERYTHING)),
  ];
  return {
    get current() {
      return loaded?.universe;
    },
    async ready() {
      await loading;
      if (loaded === undefined) throw new Error('the market room was closed before its universe was loaded');
      return loaded.universe;
    },
    caughtUp: () => ask(null),
    sources: () => namesOf(loaded),
    isCarried: (symbol, day) => loaded?.held.get(symbol)?.carried.includes(day) ?? false,
    firstDay: () => loaded?.firstDay,
    async [Symbol.asyncDispose]() {
      closing.abort();
      for (const stop of subscriptions) stop();
      await ask(null);
    },
  };
}

/** The first session any of the changes touches; undefined where one of them does not say. */
function earliest(changes: readonly Change[]): number | undefined {
  const days = changes.map(({ since }) => (since === undefined ? undefined : dayOf(since)));
  return days.some((day) => day === undefined) ? undefined : Math.min(...days.map(Number));
}

function namesOf(loaded: LoadedUniverse | undefined): BarSourceName[] {
  let mask = 0;
  for (const { sources } of loaded?.held.values() ?? []) mask |= sources;
  return BAR_SOURCES.filter((_, bit) => (mask & (1 << bit)) !== 0);
}
