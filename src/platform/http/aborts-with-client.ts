import type { FastifyReply } from 'fastify';
import { DomainError } from '../errors.ts';

/** A signal that is given when the client goes away before its answer is complete. */
export function abortsWithClient(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished)
      controller.abort(new DomainError('request-timeout', 'The client went away.'));
  });
  return controller.signal;
}
