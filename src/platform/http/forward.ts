import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Agent, type Dispatcher } from 'undici';
import { DomainError, reasonOf } from '../errors.ts';
import { abortsWithClient } from './aborts-with-client.ts';

/** Hands a request over to the region that writes, and its answer back. */
export type Forward = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export interface Forwarder extends AsyncDisposable {
  readonly forward: Forward;
}

const ATTEMPTS = 3;
const PAUSE_MS = 100;
const CONNECT_MS = 2_000;
/** A model may take its time; so may an export. */
const ANSWER_MS = 120_000;
const RETRY_AFTER_SECONDS = 5;

/** RFC 9110, 7.6.3: who passes a message on says so. */
const VIA = '1.1 richesreach';

/** RFC 9110, 7.6.1 and what belongs to one connection all the same; lengths are set anew. */
const OF_ONE_CONNECTION = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade expect host content-length'.split(
    ' ',
  ),
);

/** Nothing can have been sent: no connection came about. */
const NOT_CONNECTED = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT UND_ERR_CONNECT_TIMEOUT'.split(' '),
);
/** The connection broke; whether the request was carried out is not known. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Whether a server on a replica has sent the request here. */
export function wasForwarded({ headers: { via } }: FastifyRequest): boolean {
  return via !== undefined && /\brichesreach\b/.test(via);
}

/** Sends requests to the server at `writerUrl` as they came: method, address, headers, bytes. */
export function createForwarder(writerUrl: string): Forwarder {
  const agent = new Agent({ connect: { timeout: CONNECT_MS }, keepAliveTimeout: 15_000 });
  return {
    async forward(request, reply) {
      if (wasForwarded(request)) throw loop();
      const answer = await send(agent, {
        origin: writerUrl,
        path: request.originalUrl,
        method: request.method,
        headers: headersFor(request),
        body: (request.body as Buffer | undefined) ?? null,
        signal: abortsWithClient(reply),
        headersTimeout: ANSWER_MS,
        bodyTimeout: ANSWER_MS,
      });
      return reply
        .status(answer.statusCode)
        .headers(withoutConnection(answer.headers))
        .header('via', VIA)
        .send(answer.body);
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

type Call = Dispatcher.RequestOptions & { readonly signal: AbortSignal };

/** Tries again where nothing can have been recorded yet, or where recording it twice is the same as once. */
async function send(agent: Agent, call: Call): Promise<Dispatcher.ResponseData> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await answered(await agent.request(call));
    } catch (error) {
      call.signal.throwIfAborted();
      const code = String((error as { code?: unknown }).code);
      const mayRepeat = NOT_CONNECTED.has(code) || (BROKEN.has(code) && isIdempotent(call));
      if (!mayRepeat || attempt === ATTEMPTS) throw unreachable(error, code);
      await sleep(PAUSE_MS * 4 ** (attempt - 1));
    }
  }
}

/** Our servers name every request. What does not was said by something in between, such as a balancer without targets. */
async function answered(answer: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
  if (answer.statusCode < 502 || answer.headers['x-request-id'] !== undefined) return answer;
  await answer.body.dump();
  throw new Error(`something on the way there answered ${answer.statusCode}`);
}

function isIdempotent({ method, headers }: Call): boolean {
  return method === 'PUT' || method === 'DELETE' || Object.hasOwn(headers ?? {}, 'idempotency-key');
}

function headersFor({ id, headers }: FastifyRequest): Record<string, string | string[]> {
  const via = headers.via === undefined ? VIA : `${headers.via}, ${VIA}`;
  return { ...withoutConnection(headers), via, 'x-request-id': id };
}

function withoutConnection(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[]> {
  const own = String(headers.connection ?? '').toLowerCase();
  const isLeft = (name: string) => OF_ONE_CONNECTION.has(name) || own.split(/\s*,\s*/).includes(name);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || isLeft(name) ? [] : [[name, value]],
    ),
  );
}

function loop(): DomainError {
  return new DomainError(
    'forwarding-loop',
    'The request was forwarded here, and this server forwards what writes too. Let INGEST_FORWARD_URL of the first name the region that writes.',
  );
}

function unreachable(cause: unknown, code: string): DomainError {
  const outcome = NOT_CONNECTED.has(code)
    ? 'Nothing was recorded; send the request again.'
    : 'Whether the request was recorded is not known; send it again with the same Idempotency-Key or the same ids.';
  return new DomainError(
    'writer-unreachable',
    `This region reads from a replica, and the region that writes does not answer (${code === 'undefined' ? reasonOf(cause) : code}). ${outcome}`,
    { retryAfterSeconds: RETRY_AFTER_SECONDS, cause },
  );
}
