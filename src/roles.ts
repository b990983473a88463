import type { AddressInfo } from 'node:net';
import { type AccessRoom, createAccessRoom } from '#access';
import { type AiRoom, createAiRoom, type SimulatedProviders } from '#ai';
import { type AnalyticsRoom, createAnalyticsRoom } from '#analytics';
import type { Config, Role } from '#contracts/config';
import {
  acquireDatabaseServer,
  type Cache,
  type Clock,
  createHttpServer,
  createMemoryCache,
  createPostgresBus,
  createTelemetry,
  type Database,
  type HealthCheck,
  type Logger,
  migrate,
  openApiRoute,
  openDatabase,
  openRedis,
  type PostgresBus,
  type Redis,
  type Route,
  systemClock,
  systemRoutes,
} from '#platform';
import { acceptWebSockets, createHub, realtimeRoutes } from '#realtime';
import { SIMULATOR_KEY, startSimulator } from '#simulator';
import { VERSION } from './version.ts';

/** What every room of a process is built on. */
interface Ground {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: PostgresBus;
  readonly cache: Cache;
  readonly redis: Redis | undefined;
}

interface Rooms {
  readonly access: AccessRoom;
  readonly ai: AiRoom;
  readonly analytics: AnalyticsRoom;
}

export interface Platform extends AsyncDisposable {
  /** Base URL it answers at; the real port where 0 was asked for. */
  readonly url: string;
  readonly database: Database;
  readonly access: AccessRoom;
  /** Whether any figure or answer comes from made-up data or simulated providers. */
  isSimulated(): boolean;
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
  const rooms = await buildRooms(ground, stack);
  const { url } = await openDoors(ground, rooms, stack, options);
  const whole = stack.move();
  return {
    url,
    database: ground.database,
    access: rooms.access,
    isSimulated: () => config.demo,
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

async function layGround(
  config: Config,
  logger: Logger,
  stack: AsyncDisposableStack,
  onProgress: (step: string) => void,
): Promise<Ground> {
  onProgress('starting the database');
  const server = stack.use(await acquireDatabaseServer(config, logger));
  const database = stack.use(openDatabase(server.address, logger));
  onProgress('bringing the schema up to date');
  await migrate(database);
  const bus = stack.use(await createPostgresBus(database, logger));
  const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, logger);
  if (redis !== undefined) stack.defer(() => redis.disconnect());
  return { config, logger, clock: systemClock, database, bus, cache: createMemoryCache(), redis };
}

async function buildRooms(ground: Ground, stack: AsyncDisposableStack): Promise<Rooms> {
  const access = stack.use(createAccessRoom(ground));
  const analytics = stack.use(createAnalyticsRoom({ ...ground, dashboards: [] }));
  if (ground.config.roles.includes('worker')) stack.use(analytics.startJobs());
  const ai = stack.use(
    await createAiRoom({ ...ground, simulator: await simulatedProviders(ground.config, stack) }),
  );
  return { access, ai, analytics };
}

/** The demo's stand-ins for providers, where none has a key. */
async function simulatedProviders(
  { demo, providers, roles }: Config,
  stack: AsyncDisposableStack,
): Promise<SimulatedProviders | undefined> {
  const hasKey = Object.values(providers).some(({ apiKey }) => apiKey !== undefined);
  if (!demo || hasKey || !roles.includes('ai-router')) return undefined;
  const { baseUrls } = stack.use(await startSimulator());
  return { baseUrls, apiKey: SIMULATOR_KEY };
}

/** Routes and sockets of this process's roles, and the port they are reached at. */
async function openDoors(
  ground: Ground,
  rooms: Rooms,
  stack: AsyncDisposableStack,
  options: StartOptions,
): Promise<{ url: string }> {
  const { config, logger, clock } = ground;
  const has = (role: Role) => config.roles.includes(role);
  const hub = createHub({ clock, logger, channels: has('realtime') ? rooms.analytics.channels : [] });
  const doors = { ready: true };
  const telemetry = createTelemetry(ground.cache, ground.database);
  const routes: Route[] = [
    ...systemRoutes({
      clock,
      telemetry,
      checks: healthChecks(ground),
      roles: config.roles,
      version: VERSION,
      startedAtMs: clock.now(),
      isSimulated: () => config.demo,
      isReady: () => doors.ready,
    }),
    ...rooms.access.routes,
    ...(has('ai-router') ? rooms.ai.routes : []),
    ...(has('analytics') ? rooms.analytics.routes : []),
    ...(has('realtime') ? realtimeRoutes([...hub.channels.values()], VERSION) : []),
  ];
  const server = await createHttpServer({
    logger,
    guard: rooms.access.guard,
    routes: [...routes, openApiRoute(routes, VERSION)],
    observe: telemetry.observeRequest,
    webAppDir: has('web') ? options.webAppDir : undefined,
  });
  stack.defer(() => server.close());
  if (has('realtime')) {
    stack.use(
      acceptWebSockets(server.server, {
        config,
        logger,
        hub,
        admit: rooms.access.admit,
        tickets: rooms.access.tickets,
      }),
    );
    stack.use(rooms.analytics.startUpdates((path, frame, key) => hub.publish(path, frame, key)));
  }
  stack.defer(() => void (doors.ready = false));
  await server.listen({ host: config.host, port: config.port });
  return { url: addressOf(server.server.address() as AddressInfo, config.host) };
}

function healthChecks({ database, redis }: Ground): HealthCheck[] {
  const checks: HealthCheck[] = [
    { name: 'database', check: () => database.pool.query('SELECT 1').then(() => undefined) },
  ];
  if (redis !== undefined) checks.push({ name: 'redis', check: () => redis.ping() });
  return checks;
}

function addressOf({ port }: AddressInfo, host: string): string {
  const shown = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${shown}:${port}`;
}
