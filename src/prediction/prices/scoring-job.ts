import type { Universe } from '#market';
import type { Bus, Clock, Logger } from '#platform';
import type { ScoreStore } from './score-store.ts';
import type { ScorablePrediction } from './scoring.ts';
import { type Calendar, closeOf } from './trading-clock.ts';

export interface ScoringDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly scores: Pick<ScoreStore, 'due' | 'score'>;
  readonly market: { universe(): Promise<Universe> };
}

const PAGE = 500;
const DAY_MS = 86_400_000;

/** Scores every prediction whose horizon has passed and whose close is known; returns how many. */
export async function scoreDue({
  clock,
  scores,
  market,
}: Omit<ScoringDeps, 'bus' | 'logger'>): Promise<number> {
  const universe = await market.universe();
  const nowMs = clock.now();
  let scored = 0;
  let after = '0';
  for (;;) {
    const page = await scores.due(nowMs, after, PAGE);
    const found = page.flatMap((prediction) => {
      const actual = actualPrice(universe, prediction, nowMs);
      return actual === undefined ? [] : [{ prediction, actual }];
    });
    if (found.length > 0) scored += await scores.score(found);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return scored;
    after = last.id;
  }
}

/**
 * The close a prediction was for, in the shares its current price was in; undefined while that session is not there or
 * not over. Sessions are counted by the symbol's own bars, so a holiday puts the close off by a day.
 */
export function actualPrice(
  universe: Universe,
  { symbol, baseDate, sessions }: Pick<ScorablePrediction, 'symbol' | 'baseDate' | 'sessions'>,
  nowMs: number,
): number | undefined {
  const [restated, raw] = [universe.bars(symbol, 'splits'), universe.bars(symbol, 'raw')];
  if (restated.kind !== 'bars' || raw.kind !== 'bars') return undefined;
  const { days, close } = restated.bars;
  const base = days.indexOf(Date.parse(`${baseDate}T00:00:00Z`) / DAY_MS);
  const target = base + sessions;
  const day = days[target];
  if (base < 0 || day === undefined) return undefined;
  const calendar: Calendar = universe.instrument(symbol)?.assetClass === 'crypto' ? 'every-day' : 'weekdays';
  if (closeOf(day, calendar) > nowMs) return undefined;
  return (close[target]! * raw.bars.close[base]!) / close[base]!;
}

const EVERY_MS = 60_000;

/**
 * Scores on start, every minute and when bars were imported. It keeps nothing: what a stopped process left is found by
 * the next, and two at once share the work.
 */
export interface Scoring extends AsyncDisposable {
  /** Scores now; resolves when it is done. Whoever asks while a run waits to begin shares that run. */
  attend(): Promise<void>;
}

export function startScoring(deps: ScoringDeps): Scoring {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function run(): Promise<void> {
    next = undefined;
    try {
      const scored = await scoreDue(deps);
      if (scored > 0) deps.logger.info({ scored }, 'predictions were scored');
    } catch (error) {
      deps.logger.warn({ err: error }, 'predictions could not be scored; the next try is in a minute');
    }
  }

  function attend(): Promise<void> {
    if (next !== undefined) return next;
    next = running.then(run);
    running = next;
    return next;
  }

  const stop = deps.bus.subscribe('market.universe.refreshed', ({ symbols }) => {
    if (symbols.length === 0) void attend();
  });
  const timer = setInterval(() => void attend(), EVERY_MS).unref();
  void attend();
  return {
    attend,
    async [Symbol.asyncDispose]() {
      stop();
      clearInterval(timer);
      await running;
    },
  };
}
