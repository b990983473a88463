import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '#contracts/websocket';
import { Client } from './client.ts';
import { Group } from './group.ts';
import type { Line } from './line.ts';
import { Message } from './message.ts';
import { Tally } from './tally.ts';

const principal = { id: 'me', name: 'me', scopes: new Set<never>() };

/** A line that keeps what is written, one text for each write. */
function testLine() {
  const writes: { readonly atMs: number; readonly ticks: number[] }[] = [];
  const line: Line = {
    form: 'event-stream',
    isOpen: true,
    queuedBytes: 0,
    write: (bytes) =>
      writes.push({
        atMs: performance.now(),
        ticks: [...bytes.toString().matchAll(/"n":(\d+)/g)].map(([, n]) => Number(n)),
      }),
    close: () => undefined,
    ping: () => undefined,
    onDrain: () => undefined,
    onClose: () => undefined,
  };
  return { line, writes };
}

function joined(group: Group, kind: Channel['kind'] = 'state') {
  const { line, writes } = testLine();
  const client = new Client(line, kind, principal, new Tally());
  group.join(client);
  client.release();
  return writes;
}

const tick = (n: number) => new Message({ type: 'tick', timestamp: 'now', n }, { key: 'tick' });

describe('a group', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function sendEvery(group: Group, count: number, gapMs: number): Promise<number[]> {
    const sentAtMs: number[] = [];
    for (let n = 0; n < count; n++) {
      sentAtMs.push(performance.now());
      group.broadcast(tick(n));
      await vi.advanceTimersByTimeAsync(gapMs);
    }
    await vi.advanceTimersByTimeAsync(100);
    return sentAtMs;
  }

  it('sends at once while little is sent', async () => {
    const group = new Group();
    const writes = joined(group);
    const sentAtMs = await sendEvery(group, 60, 40);
    expect(writes.map(({ atMs }) => atMs)).toEqual(sentAtMs);
  });

  it.each([1, 5, 15])(
    'sends one every %d ms together, none later than the window, in order',
    async (gapMs) => {
      const group = new Group();
      const writes = joined(group);
      const sentAtMs = await sendEvery(group, 200, gapMs);
      expect(writes.flatMap(({ ticks }) => ticks)).toEqual(sentAtMs.map((_, n) => n));
      expect(writes.length).toBeLessThan(gapMs < 15 ? 60 : 110);
      for (const { atMs, ticks } of writes)
        for (const n of ticks) expect(atMs - (sentAtMs[n] ?? 0)).toBeLessThanOrEqual(20);
    },
  );

  it('does not wait for the window where much has gathered', () => {
    const group = new Group();
    const writes = joined(group);
    const text = 'x'.repeat(10_000);
    for (let n = 0; n < 40; n++) group.broadcast(new Message({ type: 'tick', timestamp: 'now', n, text }));
    expect(writes.flatMap(({ ticks }) => ticks).length).toBeGreaterThan(36);
  });

  it('gives who joins nothing that was made before', async () => {
    const group = new Group();
    const early = joined(group);
    for (let n = 0; n < 10; n++) group.broadcast(tick(n));
    const late = joined(group);
    group.broadcast(tick(10));
    await vi.advanceTimersByTimeAsync(100);
    expect(early.flatMap(({ ticks }) => ticks).length).toBe(11);
    expect(late.flatMap(({ ticks }) => ticks)).toEqual([10]);
  });
});
