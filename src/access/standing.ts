import { LRUCache } from 'lru-cache';
import type { Principal } from '#contracts/access';
import type { Bus, Clock } from '#platform';
import type { KeyStore } from './key-store.ts';

/** Whether somebody who was admitted a while ago may still act: their key is neither revoked nor expired. */
export type IsStanding = (principal: Principal) => boolean | Promise<boolean>;

/** An answer is believed this long; a change told by the bus ends that at once. */
const TRUST_MS = 10_000;

export function createStanding(deps: { store: KeyStore; clock: Clock; bus: Bus }): IsStanding {
  const { store, clock, bus } = deps;
  const ends = new LRUCache<string, number>({ max: 10_000, ttl: TRUST_MS });
  /** Under way: a key with a thousand connections is looked up once for all of them. */
  const asked = new Map<string, Promise<boolean>>();
  let epoch = 0;
  bus.subscribe('access.keys.changed', () => {
    epoch += 1;
    ends.clear();
    asked.clear();
  });

  async function lookUp(id: string): Promise<boolean> {
    const begun = epoch;
    const endsAtMs = await readEnd(store, id);
    if (begun === epoch) ends.set(id, endsAtMs);
    return endsAtMs > clock.now();
  }

  function shared(id: string): Promise<boolean> {
    const under = asked.get(id);
    if (under !== undefined) return under;
    const answer = lookUp(id).finally(() => {
      if (asked.get(id) === answer) asked.delete(id);
    });
    asked.set(id, answer);
    return answer;
  }

  return ({ id }) => {
    const known = ends.get(id);
    return known === undefined ? shared(id) : known > clock.now();
  };
}

/** Epoch ms; those without a key, such as the local admin, have no end. */
async function readEnd(store: KeyStore, id: string): Promise<number> {
  const key = await store.find(id);
  if (key === undefined) return Number.POSITIVE_INFINITY;
  return key.revokedAt === null ? (key.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) : 0;
}
