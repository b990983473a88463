import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import type { Route } from './route.ts';

const ALLOWED_HEADERS = 'authorization, commit-position, content-type, idempotency-key, last-event-id';
const EXPOSED_HEADERS =
  'commit-position, idempotent-replayed, ratelimit, ratelimit-policy, retry-after, stale-read, via, x-request-id';
/** The longest that browsers keep a preflight's answer. */
const PREFLIGHT_SECONDS = 7_200;

export interface CrossOrigins {
  /** Other web apps of ours: their pages may call every route. */
  readonly apps: readonly string[];
  /** Sites whose pages may call the routes that are open to other origins. */
  readonly sites: readonly string[];
}

/** The origins whose pages may call a route. */
export function originsOf({ crossOrigin }: Route, { apps, sites }: CrossOrigins): readonly string[] {
  return crossOrigin === true ? [...apps, ...sites] : apps;
}

/**
 * Lets pages of the listed origins call the routes of a path (CORS, Fetch 3.2). Credentials are never asked for: a key
 * is a header.
 */
export function answerOrigins(
  server: FastifyInstance,
  url: string,
  routes: readonly Route[],
  origins: readonly string[],
): void {
  const [route] = routes;
  const variable = route?.crossOrigin === true ? 'COLLECT_ORIGINS' : 'ALLOWED_ORIGINS';
  server.route({
    method: 'OPTIONS',
    url,
    handler(request, reply) {
      request.route = route;
      if (!allowOrigin(request, reply, origins))
        throw new DomainError(
          'forbidden-origin',
          `Pages of this origin may not send here. Add the origin to ${variable}.`,
        );
      return reply
        .status(204)
        .header('access-control-allow-methods', routes.map(({ method }) => method).join(', '))
        .header('access-control-allow-headers', ALLOWED_HEADERS)
        .header('access-control-max-age', PREFLIGHT_SECONDS)
        .send();
    },
  });
}

/** Marks an answer as readable by the asking page, where its origin is listed. Returns whether it is. */
export function allowOrigin(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  origins: readonly string[],
): boolean {
  reply.header('vary', 'origin');
  if (origin === undefined || !(origins.includes(origin) || origins.includes('*'))) return false;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', EXPOSED_HEADERS);
  return true;
}
