import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { CuttableSocket } from '../../test/support/cuttable-socket.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { createLogger } from './logger.ts';
import { openDatabase } from './postgres.ts';
import { createPostgresBus } from './postgres-bus.ts';

const logger = createLogger({ logLevel: 'silent' });

it('carries facts to the other processes on the database, once, and local facts nowhere', async () => {
  await using database = await createTestDatabase();
  await using here = await createPostgresBus(database, logger);
  await using there = await createPostgresBus(database, logger);
  const heard: string[] = [];
  here.subscribe('market.bars.changed', ({ symbols }) => heard.push(`here ${symbols.join()}`));
  there.subscribe('market.bars.changed', ({ symbols }) => heard.push(`there ${symbols.join()}`));
  there.subscribe('market.universe.refreshed', () => heard.push('leaked'));

  here.publish('market.universe.refreshed', { symbols: [] });
  here.publish('market.bars.changed', { symbols: ['A'], simulated: false });
  expect(heard).toEqual(['here A']);
  await vi.waitFor(() => expect(heard).toEqual(['here A', 'there A']));
});

it('hears again after its connection was cut', async () => {
  await using database = await createTestDatabase();
  await using here = await createPostgresBus(database, logger, { listen: false });
  await using there = await createPostgresBus(database, logger);
  const heard: string[] = [];
  there.subscribe('access.keys.changed', ({ id }) => heard.push(id));
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'richesreach-bus' AND datname = current_database()`,
  );
  await vi.waitFor(
    () => {
      here.publish('access.keys.changed', { id: 'k' });
      expect(heard).toContain('k');
    },
    { timeout: 10_000, interval: 100 },
  );
});

it('hears again after its connection has died without a word', async () => {
  await using database = await createTestDatabase();
  const { address } = database;
  if ('url' in address) throw new TypeError('Tests run on the embedded server.');
  using socket = new CuttableSocket(join(address.socketDir, `.s.PGSQL.${address.port}`));
  await socket.mend();
  await using behind = openDatabase({ ...address, socketDir: socket.directory, port: socket.port }, logger);
  await using here = await createPostgresBus(database, logger, { listen: false });
  await using there = await createPostgresBus(behind, logger, { probeMs: 200 });
  const heard: string[] = [];
  there.subscribe('access.keys.changed', ({ id }) => heard.push(id));
  there.subscribe('bus.resumed', () => heard.push('resumed'));
  socket.silence();
  here.publish('access.keys.changed', { id: 'missed' });
  await vi.waitFor(() => expect(heard).toEqual(['resumed']), { timeout: 15_000 });
  here.publish('access.keys.changed', { id: 'after' });
  await vi.waitFor(() => expect(heard).toEqual(['resumed', 'after']));
}, 30_000);
