import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Principal, Scope } from '#contracts/access';
import { type Clock, DomainError, type Redis } from '#platform';
import type { IsStanding } from './standing.ts';
import { TICKET_SECONDS, type TicketStore } from './ticket-store.ts';

const MOST_TICKETS = 100_000;

/** What is kept of a ticket until somebody takes it, once. */
interface Keeping {
  readonly keep: (ticket: string, owner: string) => Promise<unknown>;
  readonly take: (ticket: string) => Promise<string | undefined>;
}

/**
 * Tickets where the database is a replica, which cannot say who came first: in the region's Redis, or in this process,
 * and then only this process takes them.
 */
export function createRegionalTicketStore(deps: {
  redis?: Redis | undefined;
  clock: Clock;
  isStanding: IsStanding;
}): TicketStore {
  const { redis, clock, isStanding } = deps;
  const { keep, take } = redis === undefined ? inMemory(clock) : inRedis(redis);
  return {
    async issue({ id, name, scopes }) {
      const ticket = randomBytes(32).toString('base64url');
      await keep(ticket, JSON.stringify({ id, name, scopes: [...scopes] }));
      return ticket;
    },
    async redeem(ticket): Promise<Principal | undefined> {
      const owner = await take(ticket);
      if (owner === undefined) return undefined;
      const { scopes, ...rest } = JSON.parse(owner) as { id: string; name: string; scopes: Scope[] };
      const principal = { ...rest, scopes: new Set(scopes) };
      return (await isStanding(principal)) ? principal : undefined;
    },
  };
}

function inMemory(clock: Clock): Keeping {
  const kept = new LRUCache<string, { owner: string; endsAtMs: number }>({ max: MOST_TICKETS });
  return {
    async keep(ticket, owner) {
      kept.set(ticket, { owner, endsAtMs: clock.now() + TICKET_SECONDS * 1_000 });
    },
    async take(ticket) {
      const found = kept.get(ticket);
      kept.delete(ticket);
      return found === undefined || found.endsAtMs <= clock.now() ? undefined : found.owner;
    },
  };
}

function inRedis(redis: Redis): Keeping {
  const keyOf = (ticket: string) =>
    `richesreach:ticket:${createHash('sha256').update(ticket).digest('base64url')}`;
  return {
    keep: (ticket, owner) => redis.set(keyOf(ticket), owner, 'EX', TICKET_SECONDS).catch(away),
    take: async (ticket) => (await redis.getdel(keyOf(ticket)).catch(away)) ?? undefined,
  };
}

function away(cause: unknown): never {
  throw new DomainError('unavailable', 'Tickets are kept in Redis here, which does not answer. Ask again.', {
    retryAfterSeconds: 2,
    cause,
  });
}
