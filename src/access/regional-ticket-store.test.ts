import { describe, expect, it, vi } from 'vitest';
import type { Principal } from '#contracts/access';
import { createLogger, openRedis } from '#platform';
import { lacksRedis, startRedis } from '../../test/support/redis-server.ts';
import { createRegionalTicketStore } from './regional-ticket-store.ts';
import { TICKET_SECONDS, type TicketStore } from './ticket-store.ts';

if (lacksRedis) console.warn('SKIPPED: tickets in Redis need redis-server (apt-get install redis-server).');

const ann: Principal = { id: 'k1', name: 'ann', scopes: new Set(['alerts:read']) };

it('of one process gives a ticket’s owner once, and not after its time or the end of its key', async () => {
  let nowMs = 0;
  let stands = true;
  const tickets = createRegionalTicketStore({ clock: { now: () => nowMs }, isStanding: () => stands });
  const [first, second, third] = [
    await tickets.issue(ann),
    await tickets.issue(ann),
    await tickets.issue(ann),
  ];
  expect(await tickets.redeem(first)).toEqual(ann);
  expect(await tickets.redeem(first)).toBeUndefined();
  stands = false;
  expect(await tickets.redeem(third)).toBeUndefined();
  stands = true;
  nowMs = TICKET_SECONDS * 1_000;
  expect(await tickets.redeem(second)).toBeUndefined();
});

describe.skipIf(lacksRedis)('of a region with Redis', () => {
  it('takes in one process what another has issued, of many that try exactly once', async () => {
    await using server = await startRedis();
    const connections = [1, 2].map(() => openRedis(server.url, createLogger({ logLevel: 'silent' })));
    await using closing = new AsyncDisposableStack();
    for (const redis of connections) closing.defer(() => redis.disconnect());
    await vi.waitFor(() => Promise.all(connections.map((redis) => redis.ping())));
    const stores = connections.map((redis) =>
      createRegionalTicketStore({ redis, clock: { now: () => 0 }, isStanding: () => true }),
    );
    const [here, there] = stores as [TicketStore, TicketStore];
    const ticket = await here.issue(ann);
    const tries = Array.from({ length: 10 }, () => [there.redeem(ticket), here.redeem(ticket)]).flat();
    expect((await Promise.all(tries)).filter((owner) => owner !== undefined)).toEqual([ann]);
    await server.kill();
    await expect(there.issue(ann)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
