import { expect, it } from 'vitest';
import type { Scope } from '#contracts/access';
import { createBus, createLogger } from '#platform';
import { createTestDatabase } from '../../test/support/database.ts';
import { createKeyRing } from './key-ring.ts';
import { createKeyStore, type KeyStore } from './key-store.ts';
import { createStanding } from './standing.ts';

it('ends with revocation at once and with expiry in time; who has no key stays', async () => {
  await using database = await createTestDatabase();
  const bus = createBus(createLogger({ logLevel: 'silent' }));
  let nowMs = Date.parse('2026-01-02T03:04:05Z');
  const clock = { now: () => nowMs };
  const store = createKeyStore(database.pool);
  const keys = createKeyRing({ store, clock, bus });
  const isStanding = createStanding({ store, clock, bus });
  const ask = async (id: string) => isStanding({ id, name: id, scopes: new Set<Scope>() });

  const lasting = (await keys.create({ name: 'lasting', scopes: [] })).stored.id;
  const expiresAt = new Date(nowMs + 60_000);
  const brief = (await keys.create({ name: 'brief', scopes: [], expiresAt })).stored.id;
  expect([await ask(lasting), await ask(brief), await ask('local-admin')]).toEqual([true, true, true]);
  nowMs += 60_001;
  expect([await ask(lasting), await ask(brief)]).toEqual([true, false]);
  await keys.revoke(lasting);
  expect([await ask(lasting), await ask('local-admin')]).toEqual([false, true]);
});

it('is looked up once for all who ask meanwhile', async () => {
  const bus = createBus(createLogger({ logLevel: 'silent' }));
  let lookedUp = 0;
  const find = async () => void lookedUp++;
  const store = { find } as unknown as KeyStore;
  const isStanding = createStanding({ store, clock: { now: () => 0 }, bus });
  const ask = async () => isStanding({ id: 'one', name: 'one', scopes: new Set<Scope>() });
  expect(await Promise.all(Array.from({ length: 1_000 }, ask))).not.toContain(false);
  expect(lookedUp).toBe(1);
  bus.publish('access.keys.changed', { id: 'one' });
  await ask();
  expect(lookedUp).toBe(2);
});
