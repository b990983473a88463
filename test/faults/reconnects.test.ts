import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createChannelLog, createLogger, createPostgresBus, inTransaction } from '#platform';
import { createTestDatabase } from '../support/database.ts';
import { startTestHub, type TestHub, testEventChannel } from '../support/hub.ts';

/** `PROVE=1` runs the long version. */
const RECONNECTS = process.env.PROVE === undefined ? 80 : 1_000;
const CLIENTS = 10;
const logger = createLogger({ logLevel: 'silent' });

interface Position {
  readonly epoch: string;
  readonly offset: number;
}

it(`${RECONNECTS} reconnects to either of two processes lose and repeat no frame`, async () => {
  await using stack = new AsyncDisposableStack();
  const seed = Math.floor(Math.random() * 2 ** 32);
  const random = seeded(seed);
  const database = stack.use(await createTestDatabase());
  const nodes: TestHub[] = [];
  for (let n = 0; n < 2; n++) {
    const bus = stack.use(await createPostgresBus(database, logger));
    nodes.push(
      stack.use(await startTestHub([testEventChannel(createChannelLog(database.pool, '/test'))], { bus })),
    );
  }
  const log = createChannelLog(database.pool, '/test');
  let added = 0;
  const stop = new AbortController();
  const writing = Promise.all(
    Array.from({ length: 3 }, async () => {
      while (!stop.signal.aborted) {
        await inTransaction(database.pool, async (client) => {
          await client.query('SELECT pg_sleep(random() * 0.01)');
          await log.append(client, [{ type: 'fact', timestamp: 'now' }]);
        });
        added += 1;
      }
    }),
  );

  let snapshots = 0;
  /** Listens for a while from where it stands; returns the offsets that came, one after the other. */
  async function visit(from: Position | undefined, offsets: number[]): Promise<Position> {
    const node = nodes[random() < 0.5 ? 0 : 1] as TestHub;
    const query = from === undefined ? '' : `?epoch=${from.epoch}&offset=${from.offset}`;
    const line = node.connect(`/analytics/facts${query}`);
    const first = await line.next(from === undefined ? 'summary' : 'resumed');
    if (from === undefined) offsets.push(first.offset as number);
    else if (first.recovered !== true) snapshots += 1;
    await sleep(random() * 60);
    line.socket.terminate();
    const heard = line.frames.filter(({ type }) => type === 'fact').map(({ offset }) => offset as number);
    offsets.push(...heard);
    return { epoch: first.epoch as string, offset: heard.at(-1) ?? (first.offset as number) };
  }

  const whole = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const offsets: number[] = [];
      let at = await visit(undefined, offsets);
      for (let n = 0; n < RECONNECTS / CLIENTS; n++) {
        at = await visit(at, offsets);
        if (random() < 0.2) await sleep(random() * 100);
      }
      return offsets;
    }),
  );
  stop.abort();
  await writing;
  const broken = whole.filter((offsets) =>
    offsets.some((offset, index) => index > 0 && offset !== (offsets[index - 1] ?? 0) + 1),
  );
  expect({ seed, broken, snapshots }).toEqual({ seed, broken: [], snapshots: 0 });
  const heard = whole.flat().length;
  expect(heard).toBeGreaterThan(added);
  expect(Math.max(...whole.flat())).toBeLessThanOrEqual(added);
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
