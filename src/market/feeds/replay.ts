import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Bus } from '#platform';
import { type Day, dateOf } from '../bars.ts';
import { FeedError, type FeedQuote, type MarketDataFeed } from './feed.ts';
import { intradayPath, type Minute } from './intraday-path.ts';
import { beginReplay, endReplay, takeReplayTurn } from './replay-store.ts';

export interface ReplayOptions {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly day: Day;
  /** Minutes of the session in a minute of ours. */
  readonly speed: number;
}

/** 09:30 to 16:00 in New York. */
const SESSION_MINUTES = 390;
const MINUTE_MS = 60_000;
/** Faster than this nobody sees; a faster replay leaves minutes out. */
const MIN_STEP_MS = 100;

/**
 * Plays a stored session once more, from open to close, at its own date. Its bars are put aside meanwhile; disposing
 * brings them back. Ends when the session closes. `symbols` empty means all. Throws a FeedError where there is no such
 * session, or another replay is under way.
 */
export async function openReplay(
  { pool, bus, day, speed }: ReplayOptions,
  symbols: readonly string[],
): Promise<MarketDataFeed & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const turn = await takeReplayTurn(pool);
  if (turn === undefined) throw alreadyReplaying();
  stack.use(turn);
  await restore(pool, bus);
  stack.defer(() => restore(pool, bus));
  const bars = await beginReplay(pool, day, symbols);
  if (bars.length === 0) throw noSession(day, symbols);
  const paths = new Map(bars.map((bar) => [bar.symbol, intradayPath(bar, SESSION_MINUTES)]));
  const openMs = sessionOpenMs(day);
  const whole = stack.move();
  return {
    name: 'replay',
    assetClass: 'equity',
    async *quotes(_, signal) {
      for await (const minute of minutes(speed, signal)) yield quotesAt(paths, minute, openMs);
    },
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

/** Brings back what a replay that was killed put aside; one that is under way is left alone. */
export async function restoreAbandonedReplay(pool: Pool, bus: Bus): Promise<void> {
  await using turn = await takeReplayTurn(pool);
  if (turn !== undefined) await restore(pool, bus);
}

async function restore(pool: Pool, bus: Bus): Promise<void> {
  const since = await endReplay(pool);
  if (since !== undefined) bus.publish('market.bars.changed', { symbols: [], simulated: false, since });
}

function alreadyReplaying(): FeedError {
  return new FeedError({
    what: 'Another replay is under way.',
    why: 'There can be one at a time.',
    fix: 'Wait for its end, or stop it.',
    retryable: false,
  });
}

function noSession(day: Day, symbols: readonly string[]): FeedError {
  return new FeedError({
    what: `There is no session ${dateOf(day)} to replay.`,
    why: `No real bar of ${symbols.length === 0 ? 'that day' : `${symbols.join(', ')} on that day`} is stored.`,
    fix: 'Import it with `richesreach import market`, or choose another --date.',
    retryable: false,
  });
}

/** Minutes of the session as they come due; the last one always comes. */
async function* minutes(speed: number, signal: AbortSignal): AsyncGenerator<number> {
  const stepMs = Math.max(MIN_STEP_MS, MINUTE_MS / speed);
  const startedAt = performance.now();
  for (let minute = 0; minute < SESSION_MINUTES - 1; ) {
    yield minute;
    await sleep(stepMs, undefined, { signal });
    const due = Math.floor(((performance.now() - startedAt) * speed) / MINUTE_MS);
    minute = Math.max(minute + 1, due);
  }
  yield SESSION_MINUTES - 1;
}

function quotesAt(
  paths: ReadonlyMap<string, readonly Minute[]>,
  minute: number,
  openMs: number,
): FeedQuote[] {
  const timestamp = new Date(openMs + minute * MINUTE_MS).toISOString();
  return [...paths].flatMap(([symbol, path]) => {
    const at = path[minute];
    return at === undefined ? [] : { symbol, timestamp, price: at.price, volume: at.volume };
  });
}

const newYorkHour = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hour: 'numeric',
  hourCycle: 'h23',
});

/** 09:30 in New York, in winter or summer time. */
function sessionOpenMs(day: Day): number {
  const inWinter = Date.parse(`${dateOf(day)}T09:30:00-05:00`);
  return Number(newYorkHour.format(inWinter)) === 9 ? inWinter : inWinter - 60 * MINUTE_MS;
}
