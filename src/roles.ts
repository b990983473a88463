import { join } from 'node:path';
import { type AccessRoom, createAccessRoom } from '#access';
import { createAdvisorRoom } from '#advisor';
import { createAiRoom, type SimulatedProviders } from '#ai';
import { createAnalyticsRoom } from '#analytics';
import type { Config, Role } from '#contracts/config';
import { loadDemoMarket, loadDemoUsage, startDemoFeed, startDemoVisits } from '#demo';
import { createMarketRoom, restoreAbandonedReplay } from '#market';
import { createJobStore, type Database, type Logger, startScheduler } from '#platform';
import { createPortfolioRoom } from '#portfolio';
import { createPredictionRoom } from '#prediction';
import { SIMULATOR_KEY, startSimulator } from '#simulator';
import { type Offer, openDoors } from './doors.ts';
import { type Ground, groundChecks, layGround } from './ground.ts';
import { allJobs } from './jobs.ts';

export interface Platform extends AsyncDisposable {
  /** Base URL it answers at; the real port where 0 was asked for. */
  readonly url: string;
  readonly database: Database;
  readonly access: AccessRoom;
  /** Whether any figure or answer comes from made-up data or simulated providers. */
  readonly isSimulated: () => boolean;
}

export interface StartOptions {
  /** Directory of the built web app; the `web` role serves it. */
  readonly webAppDir?: string | undefined;
  /** Told what is being done while a start takes its time. */
  readonly onProgress?: (step: string) => void;
}

/**
 * The composition root: builds the rooms of the configured roles on one database, bus and cache, and listens.
 * Disposing drains and closes everything in the opposite order.
 */
export async function startPlatform(
  config: Config,
  logger: Logger,
  options: StartOptions = {},
): Promise<Platform> {
  await using stack = new AsyncDisposableStack();
  const ground = await layGround(config, logger, stack, options.onProgress ?? (() => undefined));
  const offer = await buildRooms(ground, stack, options);
  const url = await openDoors(ground, offer, stack);
  const whole = stack.move();
  return {
    url,
    database: ground.database,
    access: offer.access,
    isSimulated: offer.isSimulated,
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

/** The only place that sees every room: makes those of this process's roles and gathers what they offer. */
async function buildRooms(
  ground: Ground,
  stack: AsyncDisposableStack,
  options: StartOptions,
): Promise<Offer> {
  const { config } = ground;
  const has = (role: Role) => config.roles.includes(role);
  const access = stack.use(createAccessRoom(ground));
  const playsDemo = config.demo && has('worker');
  if (playsDemo) await loadDemoMarket(ground);
  if (has('worker')) await restoreAbandonedReplay(ground.database.pool, ground.bus);
  const market = stack.use(createMarketRoom(ground));
  if (playsDemo) stack.use(startDemoFeed({ ...ground, market }));
  const analytics = stack.use(
    createAnalyticsRoom({
      ...ground,
      dashboards: [market.dashboard],
      sessionChanges: (asOf) => market.sessionChanges(asOf),
    }),
  );
  if (playsDemo) {
    const usage = { ...ground, ingest: analytics.ingest };
    await loadDemoUsage(usage);
    stack.use(startDemoVisits(usage));
  }
  if (!ground.database.readOnly) stack.use(analytics.startSampling());
  if (has('worker')) {
    stack.use(analytics.startJobs());
    stack.use(startScheduler({ ...ground, store: createJobStore(ground.database), jobs: allJobs(ground) }));
  }
  const portfolio = stack.use(createPortfolioRoom({ ...ground, market }));
  const prediction = stack.use(createPredictionRoom({ ...ground, market, analytics }));
  if (has('worker')) stack.use(prediction.startJobs({ demo: playsDemo }));
  const simulator = has('ai-router') ? await simulatedProviders(config, stack) : undefined;
  const ai = has('ai-router') ? stack.use(await createAiRoom({ ...ground, simulator })) : undefined;
  const advisor = createAdvisorRoom({ ...ground, market, portfolio, ai });
  return {
    access,
    routes: [
      ...(ai?.routes ?? []),
      ...(has('ai-router') ? advisor.routes : []),
      ...(has('analytics')
        ? [...market.routes, ...analytics.routes, ...portfolio.routes, ...prediction.routes]
        : []),
    ],
    channels: has('realtime') ? [...analytics.channels, ...prediction.channels] : [],
    checks: groundChecks(ground),
    observeRequest: (observation) => analytics.observeRequest(observation),
    metrics: ai === undefined ? [] : [ai.metrics],
    caughtUp: () => market.caughtUp(),
    isSimulated: () => simulator !== undefined || market.isSimulated(),
    webAppDir: has('web') ? options.webAppDir : undefined,
  };
}

/** About as quick as the real ones. */
const DEMO_BEHAVIOUR = { latencyMs: 150, tokenIntervalMs: 8 };

/** The demo's stand-ins for providers, where none has a key. */
async function simulatedProviders(
  { demo, providers, compatibleServers, dataDir }: Config,
  stack: AsyncDisposableStack,
): Promise<SimulatedProviders | undefined> {
  const hasKey = Object.values(providers).some(({ apiKey }) => apiKey !== undefined);
  if (!demo || hasKey || compatibleServers.length > 0) return undefined;
  const addressFile = join(dataDir, 'simulator-address');
  const { baseUrls } = stack.use(await startSimulator({ behaviour: DEMO_BEHAVIOUR, addressFile }));
  return { baseUrls, apiKey: SIMULATOR_KEY };
}
