import type { Pool } from 'pg';
import { lastCompletedWeekday, type Universe } from '#market';
import type { Bus, Clock, Logger } from '#platform';
import { createAnomalyStore } from './anomaly-store.ts';
import { dailyValues } from './daily-values.ts';
import { type Batch, batchesOf, createJudging, type Judging, REPORTED_MS } from './judging.ts';
import { type StreamKind, seriesOf } from './streams.ts';
import {
  type ReadValue,
  readMetricNames,
  readMetricValues,
  readQuoteValues,
  type Wanted,
} from './watch-store.ts';

export interface AnomalyWatchDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly market: { universe(): Promise<Universe> };
  /** Streams at most; those that come later are not watched. */
  readonly maxStreams?: number;
}

/** Judges every committed value of the market and of metrics once. */
export interface AnomalyWatch extends AsyncDisposable {
  /** Judges what was committed since the last time and tells the bus. */
  catchUp(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long after a newer value one of the same metric with other labels is still judged. */
const LATE_MS = 10 * 60_000;
const QUOTE_HISTORY_MS = 2 * DAY_MS;
const MAX_STREAMS = 2_000;
const ROWS_A_ROUND = 10_000;
const SYMBOLS_A_ROUND = 20;
/** After something was committed, so that what comes together is judged together. */
const GAP_MS = 2_000;
/** Feedback and the end of a session announce themselves to nobody. */
const EVERY_MS = 15_000;

/** What may have changed since the last look. */
interface Dirt {
  symbols: Set<string>;
  metrics: Set<string>;
  everything: boolean;
}

const clean = (): Dirt => ({ symbols: new Set(), metrics: new Set(), everything: false });

/** Begins in the background; the first look learns from what is stored. */
export function startAnomalyWatch(deps: AnomalyWatchDeps): AnomalyWatch {
  const { bus, logger } = deps;
  const look = createLook(deps);
  let dirt: Dirt = { ...clean(), everything: true };
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const closing = new AbortController();

  function catchUp(): Promise<void> {
    const run = running.then(() => {
      const seen = dirt;
      dirt = clean();
      return look(seen, closing.signal);
    });
    running = run.catch((error: unknown) => {
      dirt.everything = true;
      if (!closing.signal.aborted) logger.error({ err: error }, 'looking for anomalies failed');
    });
    return run;
  }

  function wake(): void {
    if (closing.signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      catchUp().catch(() => undefined);
    }, GAP_MS).unref();
  }

  const stops = [
    bus.subscribe('market.bars.changed', ({ symbols }) => {
      if (symbols.length === 0) dirt.everything = true;
      for (const symbol of symbols) dirt.symbols.add(symbol);
      wake();
    }),
    bus.subscribe('analytics.metrics.committed', ({ names }) => {
      for (const name of names) dirt.metrics.add(name);
      wake();
    }),
    bus.subscribe('bus.resumed', () => {
      dirt.everything = true;
      wake();
    }),
  ];
  const clockwork = setInterval(wake, EVERY_MS).unref();
  wake();

  return {
    catchUp,
    async [Symbol.asyncDispose]() {
      closing.abort();
      clearTimeout(timer);
      clearInterval(clockwork);
      for (const stop of stops) stop();
      await running;
    },
  };
}

/** One look at what may have changed. */
function createLook(deps: AnomalyWatchDeps): (dirt: Dirt, signal: AbortSignal) => Promise<void> {
  const { pool, bus, clock } = deps;
  const judging = createJudging({ ...deps, maxStreams: deps.maxStreams ?? MAX_STREAMS });
  const store = createAnomalyStore(pool);
  const daily = createDailyRounds(deps, judging);
  let forgottenAtMs = 0;

  return async (dirt, signal) => {
    await judging.learnFeedback();
    const names = dirt.everything ? await readMetricNames(pool) : [];
    const metrics = new Set([...names, ...dirt.metrics]);
    await drain(judging, signal, async () =>
      readMetricValues(
        pool,
        await wanted(judging, 'metric', metrics, LATE_MS, clock.now() - REPORTED_MS),
        ROWS_A_ROUND,
      ),
    );
    const universe = await deps.market.universe();
    const listed = dirt.everything ? universe.instruments.map(({ symbol }) => symbol) : [];
    const symbols = new Set([...listed, ...dirt.symbols]);
    await drain(judging, signal, async () =>
      readQuoteValues(
        pool,
        await wanted(judging, 'quote_return', symbols, 0, clock.now() - QUOTE_HISTORY_MS),
        ROWS_A_ROUND,
      ),
    );
    await daily(universe, dirt.everything, signal);
    while ((await store.tell((event) => bus.publish('anomaly.detected', event))) > 0);
    if (clock.now() - forgottenAtMs < HOUR_MS) return;
    forgottenAtMs = clock.now();
    await judging.forget();
  };
}

/** From where to read each name: where its streams stand, less `lateMs`, or `otherwiseMs` for a new one. */
async function wanted(
  judging: Judging,
  kind: StreamKind,
  names: ReadonlySet<string>,
  lateMs: number,
  otherwiseMs: number,
): Promise<Wanted[]> {
  const since = new Map<string, number>();
  for (const position of (await judging.positions()).values()) {
    if (position.kind !== kind || !names.has(position.name)) continue;
    since.set(position.name, Math.max(since.get(position.name) ?? 0, position.judgedAtMs - lateMs));
  }
  return [...names].map((name) => ({ name, sinceMs: since.get(name) ?? otherwiseMs }));
}

/** Reads and judges until all is judged. */
async function drain(judging: Judging, signal: AbortSignal, read: () => Promise<ReadValue[]>): Promise<void> {
  for (let rows = ROWS_A_ROUND, last = ''; rows >= ROWS_A_ROUND && !signal.aborted; ) {
    const values = await read();
    await judging.judge(batchesOf(values));
    rows = values.length;
    // A page that ends where the one before did would come for ever.
    const end = `${values.at(-1)?.value.atMs} ${values.at(-1)?.value.id}`;
    if (end === last) return;
    last = end;
  }
}

const DAILY_EVERY_MS = 10 * 60_000;

/** Judges completed sessions when one has ended, and looks again now and then for bars that came late. */
function createDailyRounds({ clock }: AnomalyWatchDeps, judging: Judging) {
  let lookedAtMs = 0;
  let lookedForDay = 0;

  return async (universe: Universe, everything: boolean, signal: AbortSignal): Promise<void> => {
    const lastDay = lastCompletedWeekday(clock.now());
    if (!everything && lastDay === lookedForDay && clock.now() - lookedAtMs < DAILY_EVERY_MS) return;
    lookedAtMs = clock.now();
    lookedForDay = lastDay;
    const positions = await judging.positions();
    const isBehind = (kind: StreamKind, name: string): boolean =>
      (positions.get(seriesOf({ kind, name, labels: {} }))?.judgedAtMs ?? 0) < lastDay * DAY_MS;
    const behind = universe.instruments
      .map(({ symbol }) => symbol)
      .filter((symbol) => isBehind('daily_return', symbol) || isBehind('daily_volume', symbol));
    for (let at = 0; at < behind.length && !signal.aborted; at += SYMBOLS_A_ROUND)
      await judging.judge(
        behind.slice(at, at + SYMBOLS_A_ROUND).flatMap((name) => dailyBatches(universe, name, lastDay)),
      );
  };
}

function dailyBatches(universe: Universe, name: string, lastDay: number): Batch[] {
  const outcome = universe.bars(name, 'splits');
  if (outcome.kind !== 'bars') return [];
  const simulated = universe.instrument(name)?.simulated ?? false;
  const values = dailyValues(outcome.bars, simulated, lastDay);
  return [
    { stream: { kind: 'daily_return', name, labels: {} }, values: values.returns },
    { stream: { kind: 'daily_volume', name, labels: {} }, values: values.volumes },
  ];
}
