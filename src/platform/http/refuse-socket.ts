import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Problem } from '#contracts/common';
import { DomainError } from '../errors.ts';
import { toProblem } from '../problem.ts';
import { toDomainError } from './fastify-errors.ts';

/** For the client to read the answer and end its side; who does not would keep the socket open for ever. */
const LINGER_MS = 1_000;

/** Answers with a problem where there is no reply to answer with, and ends the socket. Returns what it said. */
export function refuseSocket(socket: Duplex, thrown: unknown, instance?: string): Problem {
  const error = toDomainError(thrown);
  const problem = toProblem(error, randomUUID(), instance);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} Refused`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    ...(problem.status === 401 ? ['www-authenticate: Bearer'] : []),
    ...retryAfter(error),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  return problem;
}

function retryAfter(error: unknown): string[] {
  const seconds = error instanceof DomainError ? error.retryAfterSeconds : undefined;
  return seconds === undefined ? [] : [`retry-after: ${Math.ceil(seconds)}`];
}
