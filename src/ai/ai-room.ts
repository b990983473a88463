import { randomUUID } from 'node:crypto';
import type { RouteRequestBody, RouteResponse } from '#contracts/ai';
import type { Config } from '#contracts/config';
import {
  type Bus,
  type Clock,
  createJobStore,
  type Database,
  type Logger,
  type MetricFamily,
  type Route,
  startTracing,
} from '#platform';
import { createAccountStore } from './budget/account-store.ts';
import { createBudgetBook } from './budget/budget-book.ts';
import { createLimitStore } from './budget/limit-store.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import { compatibleModels } from './catalogue/compatible-models.ts';
import { usedModels } from './catalogue/own-catalogue.ts';
import { referenceModel } from './catalogue/reference-model.ts';
import { createTokenCounter } from './context/token-counter.ts';
import { createKillSwitchStore } from './control/kill-switch-store.ts';
import { createKillSwitches } from './control/kill-switches.ts';
import { DEADLINES, type Deadlines } from './execution/engine.ts';
import { createGateway } from './gateway.ts';
import { createAiJobs } from './jobs/jobs.ts';
import { reportRoutes } from './jobs/routes.ts';
import { MEMORY_MS, remember } from './live/memory.ts';
import { HALF_LIFE_MS } from './live/model-live.ts';
import { openAiRoutes } from './openai-routes.ts';
import { createOperations } from './operations.ts';
import { operationsRoutes } from './operations-routes.ts';
import { createProviders, type SimulatedProviders } from './providers/registry.ts';
import { createUpstream } from './providers/upstream.ts';
import { createFeedbackStore } from './quality/feedback-store.ts';
import { createQualityBook } from './quality/quality-book.ts';
import { createHistoryStore } from './record/history-store.ts';
import { createRecordStore } from './record/record-store.ts';
import { createRecorder } from './record/recorder.ts';
import type { Outcome } from './router.ts';
import { aiRoutes } from './routes.ts';
import { answerRoute, type RouteCall } from './surface/route-answer.ts';
import { stateFamilies } from './telemetry/state.ts';

export interface AiRoomDeps {
  readonly config: Pick<Config, 'providers' | 'compatibleServers' | 'dataDir' | 'tracing'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: Bus;
  readonly deadlines?: Partial<Deadlines>;
  /** Stands in where no provider has a key; every answer then says `simulated`. */
  readonly simulator?: SimulatedProviders | undefined;
}

export interface AiRoom extends AsyncDisposable {
  readonly routes: Route[];
  /** Whether there is anybody to ask: a provider with a key, or a simulated one. */
  readonly hasProviders: boolean;
  /** What Prometheus collects of the gateway. */
  readonly metrics: () => MetricFamily[];
  /** What `POST /ai/route` does, for the other rooms of this process. @throws DomainError */
  answer(body: RouteRequestBody, call: RouteCall): Promise<RouteResponse>;
}

/** Makes what turns requests into spans, where they are wanted; nothing of OpenTelemetry is loaded otherwise. */
async function startTrace({ config, logger }: AiRoomDeps, stack: AsyncDisposableStack) {
  if (config.tracing === undefined) return undefined;
  const tracing = stack.use(await startTracing(config.tracing, logger));
  const { traceRequest } = await import('./telemetry/spans.ts');
  return (outcome: Outcome) => traceRequest(outcome, tracing);
}

/** The AI Router. It knows nothing of finance. */
export async function createAiRoom(deps: AiRoomDeps): Promise<AiRoom> {
  await using stack = new AsyncDisposableStack();
  const { database, bus } = deps;
  const deadlines = { ...DEADLINES, ...deps.deadlines };
  const upstream = stack.use(createUpstream(deadlines.connectMs));
  const providers = createProviders(deps.config, deps.simulator, upstream);
  const { models: listed, version } = usedModels(deps.config.dataDir);
  const today = new Date(deps.clock.now()).toISOString().slice(0, 10);
  const models = [...listed, ...compatibleModels(deps.config.compatibleServers, today)];
  const catalogue = createCatalogue(models, version);
  const reference = referenceModel(models.filter(({ provider }) => providers.has(provider)));
  const stores = {
    limits: createLimitStore(database),
    accounts: createAccountStore(database, randomUUID()),
    feedbackStore: createFeedbackStore(database),
    killSwitchStore: createKillSwitchStore(database),
    history: createHistoryStore(database),
  };
  const budgets = stack.use(await createBudgetBook({ ...deps, ...stores }));
  const quality = await createQualityBook(stores.feedbackStore);
  const killSwitches = await createKillSwitches(stores.killSwitchStore);
  const simulated = [...providers.values()].some((provider) => provider.simulated);
  const recorder = stack.use(
    createRecorder({ ...deps, store: createRecordStore(database), reference, simulated }),
  );
  const nowMs = deps.clock.now();
  const hours = await stores.history.hoursOf(new Date(nowMs - MEMORY_MS), simulated);
  const memory = remember(hours, nowMs, HALF_LIFE_MS);
  const shared = { ...deps, budgets, quality, killSwitches, recorder };
  const tokenCounter = stack.use(createTokenCounter());
  const gateway = createGateway({
    ...shared,
    catalogue,
    providers,
    deadlines,
    reference,
    memory,
    tokenCounter,
    trace: await startTrace(deps, stack),
  });
  const refresh = () => Promise.all([budgets.refresh(), killSwitches.refresh(), quality.refresh()]);
  stack.defer(bus.subscribe('ai.controls.changed', () => void refresh().catch(() => undefined)));
  const operations = createOperations({ ...shared, ...stores, gateway });
  const whole = stack.move();
  return {
    routes: [
      ...aiRoutes(gateway),
      ...openAiRoutes(gateway),
      ...operationsRoutes(operations),
      ...reportRoutes({ ...deps, jobs: createAiJobs(deps), store: createJobStore(database) }),
    ],
    hasProviders: providers.size > 0,
    metrics: () => [...gateway.tally.families(), ...stateFamilies(gateway, budgets.use())],
    answer: (body, call) => answerRoute(gateway, body, call),
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}
