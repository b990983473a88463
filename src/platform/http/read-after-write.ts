import type { onSendHookHandler, preHandlerHookHandler } from 'fastify';
import { DomainError } from '../errors.ts';
import { wasForwarded } from './forward.ts';

/** Where a write stands. The answer to a forwarded write has it; a read that sends it back wants to see that write. */
const HEADER = 'commit-position';

/** Tells whoever wrote through a replica's server where the write stands. */
export function tellPosition(mark: () => Promise<number>): { onSend: onSendHookHandler } {
  return {
    onSend(request, reply, payload, done) {
      if (!wasForwarded(request) || reply.statusCode >= 400) return done(null, payload);
      mark()
        .then((position) => void reply.header(HEADER, position))
        // Without a position the client reads what the replica has.
        .catch(() => undefined)
        .finally(() => done(null, payload));
    },
  };
}

/** Lets a read wait until the replica holds the write it asks for, within bounds, and says so where it does not. */
export function awaitPosition(arrived: (position: number) => Promise<boolean>): {
  preHandler: preHandlerHookHandler;
} {
  return {
    preHandler(request, reply, done) {
      const header = request.headers[HEADER];
      if (header === undefined) return done();
      if (typeof header !== 'string' || !/^\d{1,15}$/.test(header))
        return done(
          new DomainError('invalid-request', 'Commit-Position must be what the answer to a write said.'),
        );
      arrived(Number(header)).then((isThere) => {
        if (!isThere) reply.header('stale-read', 'true');
        done();
      }, done);
    },
  };
}
