import type { Scope } from '#contracts/access';
import { type Bus, type Clock, DomainError } from '#platform';
import type { KeyStore, StoredKey } from './key-store.ts';
import { mintKey } from './keys.ts';

const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1000;

export interface CreateKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date;
}

export interface CreatedKey {
  readonly stored: StoredKey;
  /** Shown once; it cannot be recovered. */
  readonly key: string;
}

/** Makes, lists, rotates and ends keys. Throws `unknown-key` for an id that is none. */
export interface KeyRing {
  create(request: CreateKey): Promise<CreatedKey>;
  list(): Promise<StoredKey[]>;
  /** A new key with the same scopes; the old one works for another 24 hours. */
  rotate(id: string): Promise<CreatedKey>;
  revoke(id: string): Promise<void>;
}

export function createKeyRing(deps: { store: KeyStore; clock: Clock; bus: Bus }): KeyRing {
  const { store, clock, bus } = deps;

  async function insert(request: CreateKey, rotatedFrom: string | null): Promise<CreatedKey> {
    const { id, key, secretHash } = mintKey();
    const { name, scopes, expiresAt = null } = request;
    const stored = await store.insert({ id, name, secretHash, scopes, expiresAt, rotatedFrom });
    return { stored, key };
  }

  async function existing(id: string): Promise<StoredKey> {
    const key = await store.find(id);
    if (key !== undefined) return key;
    throw new DomainError(
      'unknown-key',
      `There is no key with id ${id}. "richesreach keys list" shows them.`,
    );
  }

  return {
    create: (request) => insert(request, null),
    list: () => store.list(),
    async rotate(id) {
      const old = await existing(id);
      if (old.revokedAt !== null)
        throw new DomainError(
          'unknown-key',
          `Key ${id} was revoked and cannot be rotated. Create a new one.`,
        );
      const fresh = await insert({ name: old.name, scopes: old.scopes }, old.id);
      await store.expireAt(id, new Date(clock.now() + ROTATION_OVERLAP_MS));
      bus.publish('access.keys.changed', { id });
      return fresh;
    },
    async revoke(id) {
      await existing(id);
      await store.revoke(id, new Date(clock.now()));
      bus.publish('access.keys.changed', { id });
    },
  };
}
