import type { Clock } from '#platform';
import type { BudgetBook } from './budget/budget-book.ts';
import { createAnswerCache } from './cache/answer-cache.ts';
import { createCachedRouter } from './cache/cached-router.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { Model } from './catalogue/model.ts';
import { createExactSize, type ExactSize } from './context/exact-size.ts';
import type { TokenCounter } from './context/token-counter.ts';
import { EVERYTHING, type KillSwitches } from './control/kill-switches.ts';
import { type Breakers, createBreakers } from './execution/breakers.ts';
import type { Deadlines } from './execution/engine.ts';
import { createHedgeBudget } from './execution/hedge.ts';
import { createRests, type Rests } from './execution/rests.ts';
import { createRetryBudget, type RetryBudget } from './execution/retry-budget.ts';
import { createFailureLog, type FailureLog, type LoggedFailure } from './failure-log.ts';
import type { Memory } from './live/memory.ts';
import { createTraffic, type Traffic } from './live/traffic.ts';
import type { Provider } from './providers/provider.ts';
import type { QualityBook } from './quality/quality-book.ts';
import type { Recorder } from './record/recorder.ts';
import { createRouter, type Outcome, type Router } from './router.ts';
import { createStopOf } from './routing/availability.ts';
import type { Availability } from './routing/constraints.ts';
import { createTally, type Tally } from './telemetry/tally.ts';

export interface GatewayDeps {
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly deadlines: Deadlines;
  readonly budgets: BudgetBook;
  readonly quality: QualityBook;
  readonly killSwitches: KillSwitches;
  readonly recorder: Pick<Recorder, 'add'>;
  readonly reference: Model | null;
  /** What earlier traffic taught, so that a restart does not begin from nothing. */
  readonly memory: Memory;
  readonly tokenCounter: TokenCounter;
  /** Where spans are wanted. */
  readonly trace?: ((outcome: Outcome) => void) | undefined;
}

/** The parts of the AI room that its surfaces share. */
export interface Gateway {
  readonly router: Router;
  readonly catalogue: Catalogue;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly traffic: Traffic;
  readonly breakers: Breakers;
  readonly rests: Rests;
  readonly retryBudget: RetryBudget;
  /** Models that have a provider. */
  readonly usable: readonly Model[];
  readonly tokenCounter: TokenCounter;
  readonly exactSize: ExactSize;
  readonly tally: Tally;
  readonly clock: Clock;
  /** Why a model cannot be asked right now; null where it can. */
  whyUnavailable(model: Model): string | null;
  isKilled(provider: string): boolean;
  /** The model that savings are measured against: the best single one. */
  readonly reference: Model | null;
  /** What hedges may still spend, USD. */
  hedgeBudgetUsd(): number;
  /** The latest failure a provider is to blame for. */
  lastFailure(provider: string): LoggedFailure | null;
  /** True where every provider is simulated. */
  readonly simulated: boolean;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { clock, catalogue, providers, deadlines, budgets, quality, killSwitches } = deps;
  const breakers = createBreakers();
  const rests = createRests();
  const retryBudget = createRetryBudget();
  const traffic = createTraffic(deps.memory);
  const hedgeBudget = createHedgeBudget();
  const failures = createFailureLog(clock);
  const tally = createTally();
  const stopOf = createStopOf({ clock, providers, killSwitches, rests, breakers });
  const availability: Availability = {
    unavailable: (model, task) => stopOf(model, task.principalId),
    remainingUsd: (task) => budgets.remainingUsd(task),
  };
  const simulated = [...providers.values()].some((provider) => provider.simulated);
  const onOutcome = whoHears({ ...deps, traffic, failures, tally });
  const router = createRouter({
    clock,
    deadlines,
    providers,
    breakers,
    rests,
    retryBudget,
    hedgeBudget,
    liveOf: (model) => traffic.liveOf(model),
    models: catalogue.models,
    availability,
    qualityOf: (model, task) => quality.quality(model, task.requestType),
    beliefsOf: (model) => traffic.liveOf(model).beliefs(clock.now()),
    expectedOutputTokens: (task) => traffic.expectedOutputTokens(task.requestType),
    shadowPrice: (task) => budgets.shadowPrice(task),
    budgets,
    onOutcome,
  });
  const cached = createCachedRouter({
    router,
    cache: createAnswerCache(),
    onOutcome,
    now: () => clock.now(),
    admit: (task) => killSwitches.admit(task.principalId),
  });
  const usable = catalogue.models.filter(({ provider }) => providers.has(provider));
  return {
    router: cached,
    catalogue,
    providers,
    traffic,
    breakers,
    rests,
    retryBudget,
    usable,
    tokenCounter: deps.tokenCounter,
    tally,
    exactSize: createExactSize(usable, deps.tokenCounter),
    clock,
    simulated,
    whyUnavailable: (model) => stopOf(model, null)?.reason ?? null,
    isKilled: (provider) =>
      killSwitches.isKilled('provider', provider) || killSwitches.isKilled('all', EVERYTHING),
    reference: deps.reference,
    hedgeBudgetUsd: () => hedgeBudget.availableUsd(),
    lastFailure: (provider) => failures.last(provider),
  };
}

interface Hearers extends Pick<GatewayDeps, 'recorder' | 'trace'> {
  readonly traffic: Traffic;
  readonly failures: FailureLog;
  readonly tally: Tally;
}

/** Everybody who learns from how a request went. */
function whoHears({ traffic, failures, tally, recorder, trace }: Hearers): (outcome: Outcome) => void {
  return (outcome) => {
    if (outcome.usage !== null && outcome.error === null)
      traffic.observeOutput(outcome.task.requestType, outcome.usage.outputTokens);
    failures.note(outcome);
    tally.note(outcome);
    recorder.add(outcome);
    trace?.(outcome);
  };
}
