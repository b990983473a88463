import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Principal, Scope } from '#contracts/access';
import { DomainError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { statusOf, toProblem } from '../problem.ts';
import { toDomainError } from './fastify-errors.ts';
import { parseNdjson } from './items.ts';
import type { Route } from './route.ts';
import { type Check, checkBody, checkText } from './validate.ts';

/** Decides who asks and whether they may; throws a DomainError where not. Synchronous when the key is known. */
export type Guard = (
  request: FastifyRequest,
  reply: FastifyReply,
  scope: Scope | 'public',
) => Principal | Promise<Principal>;

/** Told after every answer, for metrics. `route` is the path pattern, so that its values are few. */
export type RequestObserver = (observation: {
  method: string;
  route: string;
  status: number;
  seconds: number;
}) => void;

export interface HttpServerDeps {
  readonly logger: Logger;
  readonly guard: Guard;
  readonly routes: readonly Route[];
  readonly observe?: RequestObserver;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
  interface FastifyContextConfig {
    scope?: Scope | 'public';
  }
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/** The HTTP server: every answer has a request id, every error is problem+json, every route has a scope. */
export function createHttpServer(deps: HttpServerDeps): FastifyInstance {
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    genReqId: (request) => acceptedRequestId(request.headers['x-request-id']) ?? randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    frameworkErrors: (error, request, reply) => sendProblem(deps.logger, error, request, reply),
    clientErrorHandler: answerClientError,
    return503OnClosing: false,
  });
  server.decorateRequest('principal');
  server.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_request, body, done) =>
    done(null, parseNdjson(String(body))),
  );
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    const admit = (principal: Principal) => {
      request.principal = principal;
      done();
    };
    const principal = deps.guard(request, reply, request.routeOptions.config.scope ?? 'public');
    if (principal instanceof Promise) principal.then(admit).catch(done);
    else admit(principal);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    deps.observe?.({
      method: request.method,
      route,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
    done();
  });
  server.setErrorHandler((error, request, reply) => sendProblem(deps.logger, error, request, reply));
  server.setNotFoundHandler((request, reply) =>
    sendProblem(deps.logger, missing(server, deps.routes, request), request, reply),
  );
  for (const route of deps.routes) addRoute(server, route);
  return server;
}

function addRoute(server: FastifyInstance, route: Route): void {
  const { params, query, body } = route.schemas;
  const checks = {
    params: params === undefined ? pass : checkText(params, '/params'),
    query: query === undefined ? pass : checkText(query, '/query'),
    body: body === undefined || route.itemSchema !== undefined ? pass : checkBody(body),
  };
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { scope: route.scope },
    ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
    handler: (raw, reply) => {
      if (route.status !== undefined) reply.status(route.status);
      return route.handler({
        id: raw.id,
        principal: raw.principal,
        params: checks.params(raw.params) as undefined,
        query: checks.query(raw.query) as undefined,
        body: checks.body(raw.body) as undefined,
        get signal() {
          return abortsWithClient(reply);
        },
        raw,
        reply,
      });
    },
  });
}

const pass: Check = (value) => value;

function abortsWithClient(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished)
      controller.abort(new DomainError('request-timeout', 'The client went away.'));
  });
  return controller.signal;
}

function acceptedRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.-]{8,128}$/.test(header) ? header : undefined;
}

/** 405 where the path exists under other methods, 404 elsewhere. */
function missing(server: FastifyInstance, routes: readonly Route[], request: FastifyRequest): DomainError {
  const path = request.url.split('?')[0] ?? '/';
  const methods = [...new Set(routes.map((route) => route.method))].filter(
    (method) => server.findRoute({ method, url: path }) !== null,
  );
  const allowed =
    methods.length > 0
      ? methods
      : routes.filter((route) => matches(route.path, path)).map((route) => route.method);
  if (allowed.length === 0)
    return new DomainError(
      'not-found',
      `There is nothing at ${request.method} ${path}. /openapi.json lists every address.`,
    );
  return new DomainError('method-not-allowed', `${path} takes ${allowed.join(', ')}, not ${request.method}.`);
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith('{') || part === given[index])
  );
}

function sendProblem(logger: Logger, thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = toDomainError(thrown);
  const problem = toProblem(error, request.id, request.url.split('?')[0]);
  if (problem.status >= 500)
    logger.error({ err: error, requestId: request.id, route: request.routeOptions?.url }, 'a request failed');
  if (error instanceof DomainError && error.retryAfterSeconds !== undefined)
    reply.header('retry-after', Math.ceil(error.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Requests that Node's parser refuses never reach a route; they get a problem all the same. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const known = clientError(error.code);
  const body = JSON.stringify(toProblem(known, randomUUID()));
  socket.end(
    `HTTP/1.1 ${statusOf(known)} Refused\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function clientError(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new DomainError('headers-too-large', 'The request headers are larger than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new DomainError('request-timeout', 'The request did not arrive in time.');
  return new DomainError('invalid-request', 'The bytes received are not an HTTP/1.1 request.');
}
