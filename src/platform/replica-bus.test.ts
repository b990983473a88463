import { expect, it, vi } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { createChannelLog } from './channel-log.ts';
import { createLogger } from './logger.ts';
import { inTransaction } from './postgres.ts';
import { createPostgresBus } from './postgres-bus.ts';
import { createReplicaBus } from './replica-bus.ts';

const logger = createLogger({ logLevel: 'silent' });

it('hears what is told from its start on, in order and once, and is told when it has heard up to a mark', async () => {
  await using database = await createTestDatabase();
  await using writer = await createPostgresBus(database, logger, { listen: false });
  writer.publish('access.keys.changed', { id: 'before' });
  await writer.mark();
  await using replica = await createReplicaBus(database, logger);
  const heard: string[] = [];
  replica.subscribe('access.keys.changed', ({ id }) => heard.push(id));
  const expected = Array.from({ length: 1_200 }, (_, n) => String(n));
  for (const id of expected) writer.publish('access.keys.changed', { id });
  expect(await replica.reached(await writer.mark())).toBe(true);
  expect(heard).toEqual(expected);
  replica.publish('access.keys.changed', { id: 'own' });
  expect(await replica.reached((await writer.mark()) + 1)).toBe(false);
  expect(heard.slice(expected.length)).toEqual(['own']);
});

it('wakes the followers of a channel that has grown', async () => {
  await using database = await createTestDatabase();
  const log = createChannelLog(database.pool, '/analytics/alerts');
  await using replica = await createReplicaBus(database, logger);
  const woken: string[] = [];
  replica.subscribe('channel.frames.committed', ({ path }) => woken.push(path));
  await vi.waitFor(() => expect(woken).toContain('/analytics/alerts'));
  woken.length = 0;
  const frame = { type: 'alerts_update', timestamp: '2026-01-02T03:04:05Z' };
  await inTransaction(database.pool, (client) => log.append(client, [frame]));
  await vi.waitFor(() => expect(woken).toEqual(['/analytics/alerts']));
});

it('says that it was away where the log has moved on without it', async () => {
  await using database = await createTestDatabase();
  await using writer = await createPostgresBus(database, logger, { listen: false });
  await using replica = await createReplicaBus(database, logger);
  let resumed = 0;
  replica.subscribe('bus.resumed', () => (resumed += 1));
  await database.pool.query(
    `UPDATE channel_heads SET epoch = gen_random_uuid(), latest = 20000 WHERE path = 'bus'`,
  );
  await vi.waitFor(() => expect(resumed).toBe(1));
  expect(await replica.reached(await writer.mark())).toBe(true);
  expect(resumed).toBe(1);
});
