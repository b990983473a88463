import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { toProblem } from '../problem.ts';
import { toDomainError } from './fastify-errors.ts';
import { refuseSocket } from './refuse-socket.ts';

/** Answers with problem+json; failures of our own are logged with their cause. */
export function sendProblem(
  logger: Logger,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const error = toDomainError(thrown);
  const problem = toProblem(error, request.id, request.url.split('?')[0]);
  if (problem.status >= 500)
    logger.error({ err: error, requestId: request.id, route: request.route?.path }, 'a request failed');
  if (error instanceof DomainError && error.retryAfterSeconds !== undefined)
    reply.header('retry-after', Math.ceil(error.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  const members = request.route?.problemMembers?.(problem);
  const body = JSON.stringify(members === undefined ? problem : { ...problem, ...members });
  return reply.status(problem.status).type('application/problem+json').send(body);
}

/** Requests that Node's parser refuses never reach a route; they get a problem all the same. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  refuseSocket(socket, clientError(error.code));
}

function clientError(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new DomainError('headers-too-large', 'The request headers are larger than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new DomainError('request-timeout', 'The request did not arrive in time.');
  return new DomainError('invalid-request', 'The bytes received are not an HTTP/1.1 request.');
}
