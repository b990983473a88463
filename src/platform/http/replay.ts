import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, onSendHookHandler, preHandlerHookHandler } from 'fastify';
import { DomainError, reasonOf } from '../errors.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import { seal, unseal } from '../idempotency/seal.ts';
import type { Logger } from '../logger.ts';
import type { Retriable } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    retriable: Retriable | undefined;
  }
}

/**
 * Hooks that answer a request with a known `Idempotency-Key` as it was answered first. Requests without the header
 * pass at no cost. Failures that may pass are not kept, so that a retry is a real one.
 */
export function replayHooks(
  store: IdempotencyStore,
  logger: Logger,
): { preHandler: preHandlerHookHandler; onSend: onSendHookHandler } {
  return {
    preHandler(request, reply, done) {
      const header = request.headers['idempotency-key'];
      if (header === undefined) return done();
      claim(store, checkKey(header), request, reply).then((answered) => answered || done(), done);
    },
    onSend(request, reply, payload, done) {
      const { retriable } = request;
      if (retriable === undefined) return done(null, payload);
      request.retriable = undefined;
      keep(store, retriable.key, request, reply, payload)
        .catch((error: unknown) =>
          logger.warn(
            { reason: reasonOf(error), requestId: request.id },
            'an answer was not kept for retries',
          ),
        )
        .finally(() => done(null, payload));
    },
  };
}

/** Answers itself where the key is known; returns whether it did. */
async function claim(
  store: IdempotencyStore,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const found = await store.claim(sumOf(request.principal.id, key), requestSum(request));
  switch (found.state) {
    case 'claimed':
      request.retriable = { key, firstMs: found.firstMs };
      return false;
    case 'running':
      throw new DomainError(
        'idempotency-key-in-use',
        'The first request with this Idempotency-Key is still being answered. Send it again in a second to get its answer.',
        { retryAfterSeconds: 1 },
      );
    case 'other-request':
      throw new DomainError(
        'idempotency-key-reused',
        'This Idempotency-Key was used within the last 24 hours for another address or body. Use a new key for a new request.',
      );
    case 'answered': {
      const { status, contentType, body } = found.answer;
      if (contentType !== null) reply.header('content-type', contentType);
      reply
        .status(status)
        .header('idempotent-replayed', 'true')
        .send(unseal(body, secretOf(request, key)));
      return true;
    }
  }
}

async function keep(
  store: IdempotencyStore,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const sum = sumOf(request.principal.id, key);
  const { statusCode: status } = reply;
  const mayPass = status >= 500 || status === 429 || status === 408;
  const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload) || payload == null;
  if (mayPass || !isWhole) return store.release(sum);
  const contentType = reply.getHeader('content-type');
  await store.settle(sum, {
    status,
    contentType: contentType === undefined ? null : String(contentType),
    body: seal(Buffer.from(payload ?? ''), secretOf(request, key)),
  });
}

function checkKey(header: string | string[]): string {
  if (typeof header === 'string' && header.length > 0 && header.length <= 255) return header;
  throw new DomainError('invalid-request', 'Idempotency-Key must be 1 to 255 characters.');
}

function requestSum({ method, url, body }: FastifyRequest): Buffer {
  return sumOf(method, url, JSON.stringify(body) ?? '');
}

function secretOf({ principal }: FastifyRequest, key: string): string {
  return `${principal.id}\0${key}`;
}

function sumOf(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(parts.join('\0')).digest();
}
