import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  startTestHub,
  TestHistory,
  type TestHub,
  testEventChannel,
  testStateChannel,
} from '../../test/support/hub.ts';

const FIGURES = '/analytics/figures';
const FACTS = '/analytics/facts';

let world: TestHub;
const figures = testStateChannel();
const history = new TestHistory();

beforeEach(async () => {
  world = await startTestHub([figures, testEventChannel(history)], { connectionsPerKey: 3 });
});
afterEach(() => world[Symbol.asyncDispose]());

/** The value of a metric on a channel, for the labels given. */
function value(name: string, channel: string, labels: Record<string, string> = {}): number | undefined {
  const family = world.hub.metrics().find((it) => it.name === `realtime_${name}`);
  const wanted = Object.entries({ channel, ...labels });
  return family?.samples.find((it) => wanted.every(([key, text]) => it.labels[key] === text))?.value;
}

describe('metrics of the hub', () => {
  it('count connections, deliveries, requests and how connections end', async () => {
    const [one, two] = [world.connect(FIGURES), world.connect(FIGURES)];
    await Promise.all([one.next('snapshot'), two.next('snapshot')]);
    figures.outlet().publish({ type: 'tick', timestamp: 'now' }, 'tick');
    await Promise.all([one.next('tick'), two.next('tick')]);
    one.ask({ type: 'ping' });
    one.ask({ type: 'sing' });
    await one.next('error');
    expect(value('connections', FIGURES, { transport: 'websocket' })).toBe(2);
    expect(value('connections', FIGURES, { transport: 'event-stream' })).toBe(0);
    expect(value('deliveries_total', FIGURES)).toBe(6);
    expect(value('sent_bytes_total', FIGURES)).toBeGreaterThan(6 * 40);
    expect(value('requests_total', FIGURES, { outcome: 'answered' })).toBe(1);
    expect(value('requests_total', FIGURES, { outcome: 'refused' })).toBe(1);
    one.socket.close(1000);
    await one.closed;
    await vi.waitFor(() => expect(value('closed_total', FIGURES, { code: '1000' })).toBe(1));
    world.hub[Symbol.dispose]();
    await two.closed;
    await vi.waitFor(() => expect(value('closed_total', FIGURES, { code: '1012' })).toBe(1));
    expect(value('connections', FIGURES, { transport: 'websocket' })).toBe(0);
  });

  it('show a client that does not read: what is queued, and what newer figures replaced', async () => {
    const client = world.connect(FIGURES);
    await client.next('snapshot');
    client.socket.pause();
    const text = randomBytes(60_000).toString('base64');
    await vi.waitFor(() => {
      figures.outlet().publish({ type: 'tick', timestamp: 'now', text }, 'tick');
      expect(value('conflated_total', FIGURES)).toBeGreaterThan(0);
    }, 20_000);
    expect(value('queued_bytes', FIGURES)).toBeGreaterThan(64 * 1024);
  });

  it('tell clients that recovered from those that did not', async () => {
    history.add({ type: 'fact', timestamp: 'now' });
    for (const position of ['epoch=first&offset=0', 'epoch=older&offset=0'])
      await world.connect(`${FACTS}?${position}`).next('resumed');
    expect(value('resumes_total', FACTS, { recovered: 'true' })).toBe(1);
    expect(value('resumes_total', FACTS, { recovered: 'false' })).toBe(1);
  });
});

describe('the connections of one key', () => {
  it('are limited over all channels; one that closes makes room', async () => {
    const open = [world.connect(FIGURES), world.connect(FIGURES), world.connect(FACTS)];
    await Promise.all([open[0]?.next('snapshot'), open[1]?.next('snapshot'), open[2]?.next('summary')]);
    const over = await world.connect(FIGURES).closed;
    expect([over.code, over.reason]).toEqual([1013, expect.stringContaining('3 connections')]);
    open[2]?.socket.terminate();
    await vi.waitFor(async () => {
      using again = world.connect(FIGURES);
      await again.next('snapshot');
    });
  });
});
