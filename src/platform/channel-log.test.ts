import { describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { createChannelLog } from './channel-log.ts';
import { createLogger } from './logger.ts';
import { type Database, inTransaction } from './postgres.ts';
import { createPostgresBus } from './postgres-bus.ts';

const logger = createLogger({ logLevel: 'silent' });
const frame = (n: number) => ({ type: 'tick', timestamp: '2026-01-02T03:04:05Z', n });
const numbers = (found: { frame: Record<string, unknown> }[] | undefined) => found?.map((it) => it.frame.n);

async function logOn(database: Database) {
  const log = createChannelLog(database.pool, '/test');
  const add = (...ns: number[]) =>
    inTransaction(database.pool, (client) => log.append(client, ns.map(frame)));
  return { log, add, start: await log.position() };
}

describe('channel log', () => {
  it('begins empty, numbers frames from 1 and gives what follows a position', async () => {
    await using database = await createTestDatabase();
    const { log, add, start } = await logOn(database);
    expect(start.offset).toBe(0);
    expect(await log.after(start, 10)).toEqual([]);
    await add(1, 2);
    await add(3);
    expect(await log.position()).toEqual({ epoch: start.epoch, offset: 3 });
    expect(await log.after({ ...start, offset: 1 }, 10)).toEqual([
      { offset: 2, frame: frame(2) },
      { offset: 3, frame: frame(3) },
    ]);
    expect(numbers(await log.after(start, 2))).toEqual([1, 2]);
  });

  it('knows no frames after a position of another epoch, ahead of the end, or behind what is kept', async () => {
    await using database = await createTestDatabase();
    const { log, add, start } = await logOn(database);
    await add(1, 2, 3);
    expect(await log.after({ epoch: 'another', offset: 1 }, 10)).toBeUndefined();
    expect(await log.after({ ...start, offset: 4 }, 10)).toBeUndefined();
    await add(...Array.from({ length: 10_000 }, (_, index) => index + 4));
    expect(numbers(await log.after({ ...start, offset: 2 }, 10))).toBeUndefined();
    expect(numbers(await log.after({ ...start, offset: 3 }, 2))).toEqual([4, 5]);
    await database.pool.query('DELETE FROM channel_frames');
    expect(await log.after({ ...start, offset: 10_002 }, 10)).toBeUndefined();
    expect(await log.after({ ...start, offset: 10_003 }, 10)).toEqual([]);
  });

  it('takes nothing and tells nobody where the transaction rolls back, and everybody where it commits', async () => {
    await using database = await createTestDatabase();
    await using bus = await createPostgresBus(database, logger);
    const told: string[] = [];
    bus.subscribe('channel.frames.committed', ({ path }) => told.push(path));
    const { log, add, start } = await logOn(database);
    const broken = inTransaction(database.pool, async (client) => {
      await log.append(client, [frame(1)]);
      throw new Error('after all not');
    });
    await expect(broken).rejects.toThrow('after all not');
    await add(2);
    await vi.waitFor(() => expect(told).toEqual(['/test']));
    expect(await log.after(start, 10)).toEqual([{ offset: 1, frame: frame(2) }]);
  });

  it('leaves no gap that fills later, however many write at once', async () => {
    await using database = await createTestDatabase();
    const { log, add, start } = await logOn(database);
    const writers = Promise.all(Array.from({ length: 60 }, (_, index) => add(index)));
    const seen: number[] = [];
    for (let at = start; seen.length < 60; ) {
      for (const { offset } of (await log.after(at, 7)) ?? []) {
        seen.push(offset);
        at = { ...at, offset };
      }
    }
    await writers;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });
});
