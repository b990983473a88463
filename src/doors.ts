import type { AddressInfo } from 'node:net';
import type { AccessRoom } from '#access';
import type { Channel } from '#contracts/websocket';
import {
  createHttpServer,
  createIdempotencyStore,
  createTelemetry,
  type HealthCheck,
  type MetricFamily,
  openApiRoute,
  type RequestObservation,
  type Route,
  type Standing,
  systemRoutes,
} from '#platform';
import { acceptWebSockets, createHub, realtimeRoutes } from '#realtime';
import type { Ground } from './ground.ts';
import { VERSION } from './version.ts';

/** What the roles of a process offer to the outside. */
export interface Offer {
  readonly access: AccessRoom;
  readonly routes: readonly Route[];
  readonly channels: readonly Channel[];
  readonly checks: readonly HealthCheck[];
  readonly observeRequest: (observation: RequestObservation) => void;
  /** What rooms count themselves, for Prometheus. */
  readonly metrics: readonly (() => readonly MetricFamily[])[];
  readonly isSimulated: () => boolean;
  /** Resolves when what the bus told so far is in the answers. */
  readonly caughtUp: () => Promise<void>;
  readonly webAppDir: string | undefined;
}

/** Opens HTTP and WebSocket on the configured port; resolves with the base URL. Closing drains before it ends. */
export async function openDoors(ground: Ground, offer: Offer, stack: AsyncDisposableStack): Promise<string> {
  const { config, logger, clock } = ground;
  const { access, channels } = offer;
  const telemetry = createTelemetry(ground.cache, ground.database);
  for (const families of offer.metrics) telemetry.offer(families);
  const doors = { open: true };
  const system = systemRoutes({
    clock,
    telemetry,
    checks: offer.checks,
    roles: config.roles,
    version: VERSION,
    startedAtMs: clock.now(),
    isSimulated: offer.isSimulated,
    isReady: () => doors.open,
  });
  const hub = createHub({
    bus: ground.bus,
    clock,
    logger,
    channels,
    isStanding: access.isStanding,
    countRequest: access.countRequest,
    connectionsPerKey: config.connectionsPerKey === 0 ? Infinity : config.connectionsPerKey,
  });
  telemetry.offer(hub.metrics);
  const others = [...system, ...access.routes, ...offer.routes];
  const routes = [...others, ...realtimeRoutes(hub, VERSION, others)];
  const server = await createHttpServer({
    logger,
    guard: access.guard,
    idempotency: createIdempotencyStore(ground.database.pool, clock),
    standing: withAnswers(ground.standing, offer.caughtUp),
    routes: [...routes, openApiRoute(routes, VERSION)],
    observe(observation) {
      telemetry.observeRequest(observation);
      offer.observeRequest(observation);
    },
    crossOrigins: { apps: config.allowedOrigins, sites: config.collectOrigins },
    webAppDir: offer.webAppDir,
  });
  stack.defer(() => server.close());
  stack.use(hub);
  stack.use(
    acceptWebSockets(server.server, { config, logger, hub, admit: access.admit, tickets: access.tickets }),
  );
  stack.defer(() => void (doors.open = false));
  await server.listen({ host: config.host, port: config.port });
  return addressOf(server.server.address() as AddressInfo, config.host);
}

/** A replica has come as far as its answers have. */
function withAnswers(standing: Standing, caughtUp: () => Promise<void>): Standing {
  if (standing.kind === 'writer') return standing;
  return {
    ...standing,
    async arrived(position) {
      const isThere = await standing.arrived(position);
      if (isThere) await caughtUp();
      return isThere;
    },
  };
}

function addressOf({ port }: AddressInfo, host: string): string {
  const shown = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${shown}:${port}`;
}
