import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Principal, Scope } from '#contracts/access';
import type { Problem } from '#contracts/common';

/** Groups routes in the API reference: `/docs/ai-router`, `/docs/analytics`, and the platform's own. */
export type RouteTag = 'ai-router' | 'analytics' | 'platform';

export interface RouteSchemas {
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly response?: TSchema;
}

type Part<S extends RouteSchemas, K extends keyof RouteSchemas> = S[K] extends TSchema
  ? Static<S[K]>
  : undefined;

/** A request that may be one of several tries. */
export interface Retriable {
  /** As the client sent it. */
  readonly key: string;
  /** When the first try arrived, in milliseconds: what has no time of its own takes this one, on every try. */
  readonly firstMs: number;
}

export interface RouteRequest<S extends RouteSchemas = RouteSchemas> {
  readonly id: string;
  readonly principal: Principal;
  readonly params: Part<S, 'params'>;
  readonly query: Part<S, 'query'>;
  readonly body: Part<S, 'body'>;
  /** Set where a POST that writes came with an `Idempotency-Key`; its answer is kept and replayed for a day. */
  readonly retriable: Retriable | undefined;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly raw: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Route<S extends RouteSchemas = RouteSchemas> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `{name}` parameters, as in OpenAPI. */
  readonly path: string;
  /** Mandatory: a route that forgets who may call it does not compile. */
  readonly scope: Scope | 'public';
  readonly tag: RouteTag;
  readonly summary: string;
  readonly description?: string;
  readonly schemas: S;
  /** Status of a good answer; 200 unless told. */
  readonly status?: number;
  readonly bodyLimitBytes?: number;
  /** A POST that only asks, whatever scope it takes: there is nothing to do twice, and its answer is not kept. */
  readonly readsOnly?: true;
  /** Open to pages of sites that are not ours, where they are listed; apps of ours may call every route. */
  readonly crossOrigin?: true;
  /** Answers with server-sent events until the client leaves, so its length is no response time. */
  readonly eventStream?: true;
  /** What it writes is of use in this region only, and kept there: a server on a read replica answers it itself. */
  readonly regional?: true;
  /** Extension members of this route's problems (RFC 9457, 3.2), for clients that look for another convention. */
  readonly problemMembers?: (problem: Problem) => object;
  /** The body is one item, an array of items, or NDJSON; the handler receives `unknown[]` and answers per item. */
  readonly itemSchema?: TSchema;
  handler(request: RouteRequest<S>): unknown;
}

/** Ties a handler's types to its schemas. */
export function defineRoute<const S extends RouteSchemas>(route: Route<S>): Route {
  return route;
}

/** Whether a route takes `Idempotency-Key`: every POST that writes does. */
export function takesIdempotencyKey({ method, scope, readsOnly }: Route): boolean {
  return method === 'POST' && readsOnly !== true && (scope === 'admin' || scope.endsWith(':write'));
}

/** Whether a route needs a database that can be written to. */
export function needsWriter({ method, readsOnly, regional }: Route): boolean {
  return method !== 'GET' && readsOnly !== true && regional !== true;
}
