import type { Principal } from '#contracts/access';
import type { Config } from '#contracts/config';
import type { Bus, Clock, Database, Guard, Logger, Redis, Route } from '#platform';
import { type Admit, createAdmission } from './admission.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { createKeyStore } from './key-store.ts';
import { createKeyVerifier } from './key-verifier.ts';
import { ensureLocalKey } from './local-key.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRegionalTicketStore } from './regional-ticket-store.ts';
import { accessRoutes } from './routes.ts';
import { createStanding, type IsStanding } from './standing.ts';
import { createTicketStore, type TicketStore } from './ticket-store.ts';

const LAST_USED_FLUSH_MS = 30_000;

export interface AccessRoom extends AsyncDisposable {
  readonly admit: Admit;
  readonly guard: Guard;
  readonly isStanding: IsStanding;
  /** Counts a request that came over a socket, as the guard counts those over HTTP. Throws `rate-limited`. */
  readonly countRequest: (principal: Principal) => Promise<void>;
  readonly keys: KeyRing;
  readonly tickets: TicketStore;
  readonly routes: Route[];
  /** The developer's own key; development only. */
  localKey(): Promise<string>;
}

export interface AccessDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly database: Database;
  readonly logger: Logger;
  readonly redis?: Redis | undefined;
}

/** Keys, admission, rate limits and tickets of one process. */
export function createAccessRoom(deps: AccessDeps): AccessRoom {
  const { config, clock, bus, database, logger } = deps;
  const store = createKeyStore(database.pool);
  const keys = createKeyRing({ store, clock, bus });
  const verifier = createKeyVerifier({ store, clock, bus });
  const admit = createAdmission(config, verifier);
  const limit = createRateLimit(config.rateLimitPerMinute, deps.redis);
  const isStanding = createStanding({ store, clock, bus });
  const tickets = database.readOnly
    ? createRegionalTicketStore({ redis: deps.redis, clock, isStanding })
    : createTicketStore({ pool: database.pool, clock, isStanding });

  async function flushLastUsed(): Promise<void> {
    const ids = verifier.takeUsed();
    if (ids.length === 0 || database.readOnly) return;
    await store
      .touch(ids, new Date(clock.now()))
      .catch((error: unknown) => logger.warn({ err: error }, 'last use of keys was not recorded'));
  }

  const timer = setInterval(() => void flushLastUsed(), LAST_USED_FLUSH_MS).unref();
  const guard: Guard = (request, reply, scope) => {
    const principal = admit({ remoteAddress: request.socket.remoteAddress, headers: request.headers }, scope);
    if (limit === undefined) return principal;
    if (principal instanceof Promise)
      return principal.then(async (known) => (await limit(callerOf(known.id, request.ip), reply), known));
    return limit(callerOf(principal.id, request.ip), reply).then(() => principal);
  };
  return {
    admit,
    guard,
    isStanding,
    countRequest: async ({ id }) => limit?.(id),
    keys,
    tickets,
    routes: accessRoutes({ tickets, clock }),
    localKey: () => ensureLocalKey(config.dataDir, keys, store, clock.now()),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await flushLastUsed();
    },
  };
}

/** Callers without a key are told apart by address. */
function callerOf(principalId: string, address: string): string {
  return principalId === 'anonymous' ? address : principalId;
}
