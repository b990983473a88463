import { LRUCache } from 'lru-cache';
import type { Principal } from '#contracts/access';
import { type Bus, type Clock, DomainError } from '#platform';
import type { KeyStore } from './key-store.ts';
import { matchesHash, parseKey } from './keys.ts';

/** A verified key is believed this long without asking again; a revocation told by the bus ends it at once. */
const TRUST_MS = 10_000;

export interface KeyVerifier {
  /** Who a key belongs to: at once where it was verified just now. Throws `unauthenticated`. */
  identify(key: string): Principal | Promise<Principal>;
  /** Ids of keys used since the last call, for `last_used_at`. */
  takeUsed(): string[];
}

interface Verified {
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

export function createKeyVerifier(deps: { store: KeyStore; clock: Clock; bus: Bus }): KeyVerifier {
  const { store, clock, bus } = deps;
  const verified = new LRUCache<string, Verified>({ max: 10_000, ttl: TRUST_MS });
  const used = new Set<string>();
  let epoch = 0;
  bus.subscribe('access.keys.changed', () => {
    epoch += 1;
    verified.clear();
  });

  async function verify(text: string): Promise<Principal> {
    const begun = epoch;
    const found = await lookUp(store, text, clock.now());
    // A key that changed while it was looked up is not remembered.
    if (begun === epoch) verified.set(text, found);
    used.add(found.principal.id);
    return found.principal;
  }

  return {
    identify(key) {
      const known = verified.get(key);
      if (known === undefined || known.expiresAtMs <= clock.now()) return verify(key);
      used.add(known.principal.id);
      return known.principal;
    },
    takeUsed() {
      const ids = [...used];
      used.clear();
      return ids;
    },
  };
}

async function lookUp(store: KeyStore, text: string, nowMs: number): Promise<Verified> {
  const parsed = parseKey(text);
  if (parsed === undefined)
    throw refuse('This is not a key of this platform; keys look like rr_live_<id>_<secret>.');
  const stored = await store.find(parsed.id);
  if (stored === undefined || !matchesHash(parsed.secret, stored.secretHash))
    throw refuse('The key is not known.');
  if (stored.revokedAt !== null) throw refuse('The key was revoked. Ask for a new one.');
  const expiresAtMs = stored.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (expiresAtMs <= nowMs) throw refuse('The key has expired. Rotate it or ask for a new one.');
  return { principal: { id: stored.id, name: stored.name, scopes: new Set(stored.scopes) }, expiresAtMs };
}

function refuse(detail: string): DomainError {
  return new DomainError('unauthenticated', detail);
}
