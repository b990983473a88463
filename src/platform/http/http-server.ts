import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  type onRequestHookHandler,
} from 'fastify';
import type { Principal, Scope } from '#contracts/access';
import { DomainError } from '../errors.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { Logger } from '../logger.ts';
import { abortsWithClient } from './aborts-with-client.ts';
import { answerClientError, sendProblem } from './answer-problem.ts';
import { allowOrigin, answerOrigins, type CrossOrigins, originsOf } from './cross-origin.ts';
import { endConnectionsWhileClosing, SilentConnections } from './end-connections.ts';
import type { Forward } from './forward.ts';
import { parseNdjson } from './items.ts';
import { missing } from './missing.ts';
import { awaitPosition, tellPosition } from './read-after-write.ts';
import { replayHooks } from './replay.ts';
import { needsWriter, type Retriable, type Route, type RouteRequest, takesIdempotencyKey } from './route.ts';
import { type Check, checkBody, checkText } from './validate.ts';
import { sendPage, serveWebApp, wantsPage } from './web-app.ts';

/** Decides who asks and whether they may; throws a DomainError where not. Synchronous when the key is known. */
export type Guard = (
  request: FastifyRequest,
  reply: FastifyReply,
  scope: Scope | 'public',
) => Principal | Promise<Principal>;

/** Told after every answer, for metrics. `route` is the path pattern, so that its values are few. */
export interface RequestObservation {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Of the answer's body, where its length was known before it was sent. */
  readonly bytes: number;
}

export type RequestObserver = (observation: RequestObservation) => void;

/** What a server's database is: one that can be written to, or a replica of one. */
export type Standing =
  | {
      readonly kind: 'writer';
      /** Where the last write stands, for those who read it on a replica. */
      readonly mark: () => Promise<number>;
    }
  | {
      readonly kind: 'replica';
      /** Who takes what has to be written. */
      readonly forward: Forward;
      /** Whether the replica has come as far as a position; waits for it, within bounds. */
      readonly arrived: (position: number) => Promise<boolean>;
    };

export interface HttpServerDeps {
  readonly logger: Logger;
  readonly guard: Guard;
  readonly routes: readonly Route[];
  readonly observe?: RequestObserver;
  /** Remembers answers by `Idempotency-Key`; without it the header has no effect. */
  readonly idempotency?: IdempotencyStore | undefined;
  readonly crossOrigins?: CrossOrigins;
  readonly standing?: Standing;
  /** Directory of the built web app; absent where this process serves none. */
  readonly webAppDir?: string | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
    /** The route that answers. Kept here since Fastify builds its `routeOptions` anew at every look. */
    route: Route | undefined;
  }
}

const NOBODY: CrossOrigins = { apps: [], sites: [] };
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The HTTP server: every answer has a request id, every error is problem+json, every route has a scope. */
export async function createHttpServer(deps: HttpServerDeps): Promise<FastifyInstance> {
  const silent = new SilentConnections();
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    genReqId: (request) => acceptedRequestId(request.headers['x-request-id']) ?? randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    frameworkErrors: (error, request, reply) => void sendProblem(deps.logger, error, request, reply),
    clientErrorHandler: answerClientError,
    return503OnClosing: false,
    http: {
      shouldUpgradeCallback({ headers, socket }) {
        silent.hasAsked(socket);
        // Any other upgrade, such as curl's to HTTP/2, is an offer that may be passed over.
        return headers.upgrade?.toLowerCase() === 'websocket';
      },
    },
  });
  server.decorateRequest('principal').decorateRequest('route').decorateRequest('retriable');
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    // A decoder would quietly put U+FFFD in place of broken bytes, and the text would not be what was sent.
    if (isUtf8(body)) void parseJson(request, body.toString(), done);
    else done(new DomainError('invalid-json', 'The body is not valid UTF-8.'));
  });
  server.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_request, body, done) =>
    done(null, parseNdjson(String(body))),
  );
  server.addHook('onRequest', (request, reply, done) => {
    silent.hasAsked(request.raw.socket);
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const isStream = request.route?.eventStream === true && reply.raw.statusCode === 200;
    if (isStream) return done();
    deps.observe?.({
      method: request.method,
      route: request.route?.path ?? 'unmatched',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
      bytes: Number(reply.getHeader('content-length') ?? 0),
    });
    done();
  });
  server.setErrorHandler((error, request, reply) => sendProblem(deps.logger, error, request, reply));
  if (deps.webAppDir !== undefined) await serveWebApp(server, deps.webAppDir);
  server.setNotFoundHandler((request, reply) => {
    if (deps.webAppDir !== undefined && wantsPage(request)) return sendPage(reply);
    return sendProblem(deps.logger, missing(deps.routes, request), request, reply);
  });
  addRoutes(server, deps);
  addPreflights(server, deps);
  endConnectionsWhileClosing(server, silent);
  return server;
}

/** Admits the caller of a route before its body is read. */
function admission(route: Route, { guard, crossOrigins = NOBODY }: HttpServerDeps): onRequestHookHandler {
  const origins = originsOf(route, crossOrigins);
  return (request, reply, done) => {
    request.route = route;
    // Before the guard, so that the page can read why it was refused.
    if (origins.length > 0) allowOrigin(request, reply, origins);
    const admit = (principal: Principal) => {
      request.principal = principal;
      done();
    };
    try {
      const principal = guard(request, reply, route.scope);
      if (principal instanceof Promise) principal.then(admit).catch(done);
      else admit(principal);
    } catch (error) {
      done(error as Error);
    }
  };
}

/** What a handler receives. A class, so that the signal costs nothing until somebody asks for it. */
class HandledRequest implements RouteRequest {
  readonly raw: FastifyRequest;
  readonly reply: FastifyReply;
  params: undefined;
  query: undefined;
  body: undefined;

  constructor(raw: FastifyRequest, reply: FastifyReply) {
    this.raw = raw;
    this.reply = reply;
  }

  get id(): string {
    return this.raw.id;
  }

  get principal(): Principal {
    return this.raw.principal;
  }

  get retriable(): Retriable | undefined {
    return this.raw.retriable;
  }

  get signal(): AbortSignal {
    return abortsWithClient(this.reply);
  }
}

function addRoutes(server: FastifyInstance, deps: HttpServerDeps): void {
  const { routes, standing } = deps;
  const forwards = standing?.kind === 'replica';
  for (const route of routes) if (!forwards || !needsWriter(route)) addRoute(server, route, deps);
  if (forwards) addForwarded(server, deps, standing.forward);
}

/** In a room of their own, where a body stays the bytes it came as. */
function addForwarded(server: FastifyInstance, deps: HttpServerDeps, forward: Forward): void {
  server.register((room, _options, done) => {
    room.removeAllContentTypeParsers();
    room.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    for (const route of deps.routes.filter(needsWriter))
      room.route({ ...placeOf(route), onRequest: admission(route, deps), handler: forward });
    done();
  });
}

/** Where a route answers, and how large a body it takes there. */
function placeOf(route: Route) {
  const { method, bodyLimitBytes: bodyLimit } = route;
  return { method, url: urlOf(route), ...(bodyLimit === undefined ? {} : { bodyLimit }) };
}

/** What else happens before a route's handler and after it. */
function hooksOf(route: Route, { idempotency, logger, standing }: HttpServerDeps) {
  if (standing?.kind === 'replica') return awaitPosition(standing.arrived);
  const replay =
    idempotency !== undefined && takesIdempotencyKey(route) ? replayHooks(idempotency, logger) : undefined;
  if (standing === undefined || !needsWriter(route)) return replay ?? {};
  const tell = tellPosition(standing.mark);
  return replay === undefined ? tell : { ...replay, onSend: [replay.onSend, tell.onSend] };
}

function addRoute(server: FastifyInstance, route: Route, deps: HttpServerDeps): void {
  const { params, query, body } = route.schemas;
  const checks = {
    params: params === undefined ? pass : checkText(params, '/params'),
    query: query === undefined ? pass : checkText(query, '/query'),
    body: body === undefined || route.itemSchema !== undefined ? pass : checkBody(body),
  };
  server.route({
    ...placeOf(route),
    onRequest: admission(route, deps),
    // A stream has no end, so there is none of its head alone.
    exposeHeadRoute: route.eventStream !== true,
    ...hooksOf(route, deps),
    handler: (raw, reply) => {
      if (route.status !== undefined) reply.status(route.status);
      const request = new HandledRequest(raw, reply);
      request.params = checks.params(raw.params) as undefined;
      request.query = checks.query(raw.query) as undefined;
      request.body = checks.body(raw.body) as undefined;
      const answer = route.handler(request);
      // A reply that has been sent is no answer: handed back, Fastify would wait for it as for a promise.
      return answer === reply ? undefined : answer;
    },
  });
}

/** Browsers ask before they send to another origin: once for all methods of a path. */
function addPreflights(server: FastifyInstance, { routes, crossOrigins = NOBODY }: HttpServerDeps): void {
  for (const [url, sharing] of Map.groupBy(routes, urlOf)) {
    const origins = sharing.flatMap((route) => originsOf(route, crossOrigins));
    if (origins.length > 0) answerOrigins(server, url, sharing, origins);
  }
}

function urlOf({ path }: Route): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

const pass: Check = (value) => value;

function acceptedRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.-]{8,128}$/.test(header) ? header : undefined;
}
