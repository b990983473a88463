import { randomBytes } from 'node:crypto';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Frame } from '#contracts/websocket';
import { startTestHub, TestHistory, type TestHub, testEventChannel } from '../../test/support/hub.ts';
import type { TestSocket } from '../../test/support/socket.ts';

const FACTS = '/analytics/facts';
const fact = (n: number) => ({ type: 'fact', timestamp: 'now', n });
const numbers = (frames: readonly Frame[]) => frames.flatMap(({ type, n }) => (type === 'fact' ? [n] : []));

async function start() {
  const history = new TestHistory();
  const world = await startTestHub([testEventChannel(history)]);
  const add = (...ns: number[]) => {
    history.add(...ns.map(fact));
    world.bus.publish('channel.frames.committed', { path: FACTS });
  };
  return { world, history, add, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

function back(world: TestHub, position: { epoch: string; offset: number | string }): TestSocket {
  return world.connect(`${FACTS}?epoch=${position.epoch}&offset=${position.offset}`);
}

describe('an event channel', () => {
  it('tells where it stands with its snapshot, and sends what is added with epoch and offset', async () => {
    await using it = await start();
    it.add(1);
    const client = it.world.connect(FACTS);
    expect(await client.next('summary')).toMatchObject({ epoch: 'first', offset: 1 });
    it.add(2);
    expect(await client.next('fact')).toEqual({ ...fact(2), epoch: 'first', offset: 2 });
  });

  it('gives a client that comes back everything it missed', async () => {
    await using it = await start();
    it.add(1, 2, 3);
    const client = back(it.world, { epoch: 'first', offset: 1 });
    expect(await client.next('resumed')).toMatchObject({ recovered: true, epoch: 'first', offset: 1 });
    it.add(4);
    await vi.waitFor(() => expect(numbers(client.frames)).toEqual([2, 3, 4]));
    expect(client.frames.map(({ type }) => type)).not.toContain('summary');
  });

  it.each([
    ['of another epoch', { epoch: 'older', offset: 1 }],
    ['ahead of the end', { epoch: 'first', offset: 9 }],
    ['that is none', { epoch: 'first', offset: '1e3' }],
    ['that is negative', { epoch: 'first', offset: -1 }],
  ])('gives a snapshot and says so at a position %s', async (_name, position) => {
    await using it = await start();
    it.add(1, 2, 3);
    const client = back(it.world, position);
    const resumed = await client.next('resumed');
    // Were the line to break here, a position would let the client come back without its snapshot.
    expect([resumed.recovered, resumed.epoch, resumed.offset]).toEqual([false, undefined, undefined]);
    expect(await client.next('summary')).toMatchObject({ offset: 3 });
    it.add(4);
    await client.next('fact');
  });

  it('gives a snapshot where some of what was missed is gone, or where it is very much', async () => {
    await using it = await start();
    it.add(...Array.from({ length: 1_500 }, (_, index) => index + 1));
    it.history.kept.splice(0, 5);
    for (const offset of [3, 10]) {
      const client = back(it.world, { epoch: 'first', offset });
      expect(await client.next('resumed')).toMatchObject({ recovered: false });
      await client.next('summary');
      expect(client.frames).toEqual([]);
    }
  });

  it('sends its clients away when the history begins anew', async () => {
    await using it = await start();
    const client = it.world.connect(FACTS);
    await client.next('summary');
    it.history.epoch = 'second';
    it.add(1);
    expect((await client.closed).code).toBe(3010);
  });

  it('sends away a client that does not read, before its queue is long, and no other', async () => {
    await using it = await start();
    const [slow, other] = [it.world.connect(FACTS), it.world.connect(FACTS)];
    await Promise.all([slow.next('summary'), other.next('summary')]);
    slow.socket.pause();
    const text = randomBytes(150_000).toString('base64');
    const deadline = Date.now() + 20_000;
    for (let n = 1; it.world.hub.connections() === 2 && Date.now() < deadline; n++) {
      it.history.add({ ...fact(n), text });
      it.world.bus.publish('channel.frames.committed', { path: FACTS });
      await vi.waitFor(() => expect(numbers(other.frames).at(-1)).toBe(n), { interval: 5 });
    }
    expect(it.world.hub.connections()).toBe(1);
    slow.socket.resume();
    expect([1006, 3008]).toContain((await slow.closed).code);
    expect(numbers(other.frames)).toEqual(numbers(other.frames).map((_, index) => index + 1));
  });
});

describe('recovery', () => {
  it('loses and repeats nothing, whenever clients come, go and come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom('add', 'drop', 'turn', 'wait'), { maxLength: 6 }), {
          minLength: 3,
          maxLength: 8,
        }),
        async (steps) => {
          await using it = await start();
          let added = 0;
          const received: unknown[] = [];
          let client = it.world.connect(FACTS);
          const { offset } = await client.next('summary');
          let at = { epoch: 'first', offset: offset as number };
          for (const step of [...steps.flat(), 'add', 'drop']) {
            if (step === 'add') it.add(++added);
            if (step === 'turn') await turn();
            if (step === 'wait') await sleep(3);
            if (step === 'drop') {
              client.socket.terminate();
              received.push(...numbers(client.frames));
              at = { ...at, offset: (received.at(-1) as number | undefined) ?? at.offset };
              client = back(it.world, at);
              await client.next('resumed');
            }
          }
          await vi.waitFor(() => expect([...received, ...numbers(client.frames)]).toHaveLength(added), {
            interval: 5,
          });
          const all = [...received, ...numbers(client.frames)];
          expect(all).toEqual(Array.from({ length: added }, (_, index) => index + 1));
        },
      ),
      { numRuns: 25 },
    );
  });
});
