import type { Universe } from '#market';
import { type Clock, DomainError, type Logger } from '#platform';
import type { PriceForecast } from './forecast-price.ts';
import { dateOf, readStanding, type SymbolStanding } from './market-history.ts';
import { predictionAnswer } from './prediction-answer.ts';
import type { NewPrediction, PredictionStore } from './prediction-store.ts';
import type { PricesThread } from './prices-thread.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { ScoreStore } from './score-store.ts';
import { closeOf, sessionAfter } from './trading-clock.ts';

export interface RehearseDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly market: { universe(): Promise<Universe> };
  readonly thread: Pick<PricesThread, 'rehearse'>;
  readonly store: Pick<PredictionStore, 'add' | 'rehearsedSymbols'>;
  readonly scores: Pick<ScoreStore, 'scores'>;
}

/** Horizons and how many past forecasts of each, for every simulated symbol. */
const REHEARSED = [
  { sessions: 1, count: 40 },
  { sessions: 5, count: 40 },
] as const;

/**
 * Makes, for simulated symbols that were not rehearsed yet, the forecasts that the engine would have made on
 * past days – by walk-forward, from nothing that came after – so that the scorecard has something to show. They are
 * simulated as their symbols are, and marked as rehearsed. Returns how many.
 */
export async function rehearseSimulated(deps: RehearseDeps, signal: AbortSignal): Promise<number> {
  const known = await deps.store.rehearsedSymbols();
  // Rehearsed and past its retention: what it was worth is in the sums already.
  if (known.size === 0 && (await deps.scores.scores(true, undefined)).length > 0) return 0;
  const universe = await deps.market.universe();
  let made = 0;
  for (const { symbol, simulated } of universe.instruments) {
    if (signal.aborted || !simulated || known.has(symbol)) continue;
    const standing = standingIfAny(universe, symbol, deps.clock.now());
    if (standing === undefined) continue;
    const predictions: NewPrediction[] = [];
    for (const { sessions, count } of REHEARSED) {
      const rehearsal = await deps.thread.rehearse(standing.history, sessions, count);
      predictions.push(...pastPredictions(standing, rehearsal, sessions, pricesAsTraded(universe, symbol)));
    }
    made += await deps.store.add(predictions, true);
  }
  if (made > 0) deps.logger.info({ made }, 'forecasts of the past were rehearsed on simulated prices');
  return made;
}

/** Undefined for a symbol that cannot be forecast: too young, or no longer traded. */
function standingIfAny(universe: Universe, symbol: string, nowMs: number): SymbolStanding | undefined {
  try {
    return readStanding(universe, symbol, nowMs);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** Closes by day, in the shares of that day: what a prediction of that day would have started from. */
function pricesAsTraded(universe: Universe, symbol: string): ReadonlyMap<number, number> {
  const outcome = universe.bars(symbol, 'raw');
  if (outcome.kind !== 'bars') return new Map();
  const { days, close } = outcome.bars;
  return new Map(Array.from(days, (day, i) => [day, close[i]!]));
}

function pastPredictions(
  standing: SymbolStanding,
  rehearsal: Rehearsal,
  sessions: number,
  asTraded: ReadonlyMap<number, number>,
): NewPrediction[] {
  const { days, calendar } = standing;
  return rehearsal.steps.map((step): NewPrediction => {
    const day = days[step.index]!;
    const past: SymbolStanding = { ...standing, day, price: asTraded.get(day)!, isOpen: false };
    const targetDay = days[step.index + sessions] ?? sessionAfter(day, sessions, calendar);
    const target = { sessions, time: sessions, atMs: closeOf(targetDay, calendar) };
    const nowMs = closeOf(day, calendar);
    return {
      prediction: predictionAnswer(past, target, forecastOf(step, rehearsal), {
        horizonHours: 24 * sessions,
        nowMs,
      }),
      baseDate: dateOf(day),
    };
  });
}

/** A past step as a forecast. Its record at the time is not kept: coverage is unknown, and said to be. */
function forecastOf(step: Rehearsal['steps'][number], { models }: Rehearsal): PriceForecast {
  return {
    step,
    models,
    volatilityWeights: {},
    backtest: {
      n: 0,
      coverage: [],
      skill: undefined,
      modelSkills: [],
      directionSkill: undefined,
      calibrationError: null,
    },
  };
}

/** Rehearses in the background; then calls `onDone`, where there was anything to rehearse. */
export function startRehearsal(deps: RehearseDeps, onDone: () => Promise<void>): AsyncDisposable {
  const closing = new AbortController();
  const work = async () => {
    if ((await rehearseSimulated(deps, closing.signal)) > 0) await onDone();
  };
  const running = work().catch((error: unknown) => {
    if (!closing.signal.aborted)
      deps.logger.warn({ err: error }, 'forecasts of the past could not be rehearsed');
  });
  return {
    async [Symbol.asyncDispose]() {
      closing.abort();
      await running;
    },
  };
}
