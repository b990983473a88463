import type { Clock } from '#platform';
import type { BudgetBook, Reservation } from '../budget/budget-book.ts';
import type { Model } from '../catalogue/model.ts';
import type { ModelLive } from '../live/model-live.ts';
import { ProviderFailure } from '../providers/failure.ts';
import type { Provider } from '../providers/provider.ts';
import type { RouteDecision } from '../routing/decide.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';
import { Attempt, type AttemptResult } from './attempt.ts';
import type { Breakers, Verdict } from './breakers.ts';
import { type HedgeBudget, primeHedged } from './hedge.ts';
import { inReach, leftUsdOf } from './in-reach.ts';
import { allFailed } from './problems.ts';
import { repairOf } from './repair.ts';
import type { Rests } from './rests.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface Deadlines {
  /** Longest wait for a connection. */
  readonly connectMs: number;
  /** Longest wait for a first token while another model could be asked. */
  readonly firstTokenMs: number;
  /** Longest pause inside an answer. */
  readonly idleMs: number;
}

export const DEADLINES: Deadlines = { connectMs: 3_000, firstTokenMs: 15_000, idleMs: 20_000 };

export interface EngineDeps {
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly breakers: Breakers;
  readonly rests: Rests;
  readonly retryBudget: RetryBudget;
  readonly hedgeBudget: HedgeBudget;
  readonly budgets: Pick<BudgetBook, 'reserve' | 'remainingUsd'>;
  liveOf(model: Model): ModelLive;
}

/** A request that has its first token. */
export interface Begun {
  readonly attempt: Attempt;
}

/** Share of the time left that one model may use up while another stands by. */
const PATIENCE = 0.6;
const MOST_ATTEMPTS = 4;
/** A hedge may be this much worse than the model it stands in for. */
const HEDGE_QUALITY_LOSS = 0.05;

/**
 * Asks the ranked models in turn until one begins to answer. Nothing has reached the caller yet, so changing the model
 * is free; afterwards there is no silent switch.
 * Every upstream call made is added to `attempts`, in order.
 * @throws DomainError where nobody answers.
 */
export async function beginAnswer(
  task: Task,
  decision: RouteDecision,
  signal: AbortSignal,
  deadlineAt: number,
  attempts: Attempt[],
  deps: EngineDeps,
): Promise<Begun> {
  const failures: { model: string; failure: ProviderFailure }[] = [];
  let queue = [...decision.ranking];
  let asked = task;
  deps.retryBudget.earn();
  for (;;) {
    const candidate = queue.shift();
    if (candidate === undefined) throw allFailed(failures);
    const reservation = await deps.budgets.reserve(task, candidate.worstCostUsd, signal);
    const ask = {
      task: asked,
      candidate,
      othersWait: queue.length > 0,
      signal,
      deadlineAt,
      reservation,
      hedge: false,
    };
    const attempt = start(ask, deps);
    attempts.push(attempt);
    try {
      const lateAfterMs = queue.length > 0 ? deps.liveOf(candidate.model).lateAfterMs(task.stream) : null;
      const winner = await primeHedged(attempt, lateAfterMs, () => {
        const hedge = startHedge(ask, queue, attempts, deps);
        if (hedge !== null) attempts.push(hedge);
        return hedge;
      });
      return { attempt: winner };
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      failures.push({ model: candidate.model.id, failure: error });
      queue = queueAfter(error, candidate, queue, deps);
      const repair = queue.length === 0 && asked === task ? repairOf(task, candidate, error) : null;
      if (repair !== null) queue = [repair.candidate];
      asked = repair?.task ?? asked;
      queue = inReach(queue, { task, attempts, decision, deadlineAt }, deps.budgets);
      const mayGoOn = error.mayFallBack && queue.length > 0 && attempts.length < MOST_ATTEMPTS;
      if (!mayGoOn || !deps.retryBudget.take()) throw allFailed(failures);
      await pauseBefore(queue[0], candidate, error, signal);
    }
  }
}

/** Who is asked next: other providers first, larger windows only after an overflow, the same model again if alone. */
function queueAfter(
  failure: ProviderFailure,
  failed: Ranked,
  queue: readonly Ranked[],
  deps: EngineDeps,
): Ranked[] {
  const nowMs = deps.clock.now();
  const able = queue.filter(
    ({ model }) =>
      deps.breakers.admits(model, nowMs) &&
      deps.rests.restOf(model, nowMs) === null &&
      (failure.kind !== 'context_length' || model.contextWindow > failed.model.contextWindow),
  );
  const foreign = able.filter(({ model }) => model.provider !== failed.model.provider);
  const kin = able.filter(({ model }) => model.provider === failed.model.provider);
  if (foreign.length + kin.length > 0) return [...foreign, ...kin];
  return isPassing(failure) ? [failed] : [];
}

const LONGEST_PAUSE_MS = 2_000;

/** Failures that the same model may not show again a moment later. */
function isPassing({ kind, retryAfterMs }: ProviderFailure): boolean {
  if (kind === 'rate_limit') return (retryAfterMs ?? Infinity) <= LONGEST_PAUSE_MS;
  return ['overloaded', 'server_error', 'network', 'truncated', 'malformed', 'empty'].includes(kind);
}

async function pauseBefore(
  next: Ranked | undefined,
  failed: Ranked,
  failure: ProviderFailure,
  signal: AbortSignal,
): Promise<void> {
  if (next !== failed) return;
  const ms = failure.retryAfterMs ?? 100;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

interface Start {
  readonly task: Task;
  readonly candidate: Ranked;
  readonly othersWait: boolean;
  readonly signal: AbortSignal;
  readonly deadlineAt: number;
  readonly reservation: Reservation;
  readonly hedge: boolean;
}

/** A second call beside a late one: another provider's model, paid from the hedge budget; null where none may be made. */
function startHedge(
  late: Start,
  queue: readonly Ranked[],
  attempts: readonly Attempt[],
  deps: EngineDeps,
): Attempt | null {
  const leftUsd = leftUsdOf(late.task, attempts, deps.budgets);
  const lost = new ProviderFailure('first_token_timeout', 'The first token is late.');
  const candidate = queueAfter(lost, late.candidate, queue, deps).find(
    (other) =>
      other.model.provider !== late.candidate.model.provider &&
      other.quality >= late.candidate.quality - HEDGE_QUALITY_LOSS &&
      other.expectedCostUsd <= deps.hedgeBudget.availableUsd() &&
      // Both may have to be paid.
      late.candidate.worstCostUsd + other.worstCostUsd <= leftUsd,
  );
  if (candidate === undefined || deps.retryBudget.available() < 1) return null;
  const reservation = deps.budgets.reserve(late.task, candidate.worstCostUsd, late.signal);
  if (reservation instanceof Promise) {
    // Money that has to be waited for comes too late for a hedge.
    reservation.then((held) => held.settle(0)).catch(() => undefined);
    return null;
  }
  deps.hedgeBudget.take(candidate.expectedCostUsd);
  deps.retryBudget.take();
  return start({ ...late, candidate, reservation, hedge: true }, deps);
}

function start(
  { task, candidate, othersWait, signal, deadlineAt, reservation, hedge }: Start,
  deps: EngineDeps,
): Attempt {
  const { model } = candidate;
  const provider = deps.providers.get(model.provider);
  if (provider === undefined) throw new Error(`No provider ${model.provider} although it was ranked.`);
  const leftMs = Math.max(1, deadlineAt - performance.now());
  const patienceMs = othersWait ? leftMs * PATIENCE : leftMs;
  const verdict = Promise.withResolvers<Verdict>();
  deps.breakers.track(model, verdict.promise);
  return new Attempt({
    task,
    candidate,
    provider,
    hedge,
    signal,
    firstTokenMs: task.stream && othersWait ? Math.min(patienceMs, deps.deadlines.firstTokenMs) : patienceMs,
    idleMs: Math.min(leftMs, deps.deadlines.idleMs),
    onEnd: (_attempt, result) => {
      reservation.settle(result.costUsd);
      if (!hedge) deps.hedgeBudget.earn(result.costUsd);
      verdict.resolve(verdictOn(result));
      learn(model, result, deps);
    },
  });
}

function verdictOn({ outcome }: AttemptResult): Verdict {
  if (outcome === 'success') return 'good';
  if (outcome.showsOutage) return 'bad';
  return outcome.blamesProvider ? 'good' : 'neutral';
}

function learn(model: Model, result: AttemptResult, deps: EngineDeps): void {
  const nowMs = deps.clock.now();
  const { outcome } = result;
  if (outcome !== 'success') deps.rests.note(model, outcome, nowMs);
  deps.liveOf(model).observe(
    {
      success: outcome === 'success',
      counts: outcome === 'success' || outcome.blamesProvider,
      latencyMs: result.latencyMs,
      firstTokenMs: result.firstTokenMs,
      outputTokens: result.usage?.outputTokens ?? 0,
    },
    nowMs,
  );
}
