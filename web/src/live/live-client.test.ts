import { beforeEach, describe, expect, it } from 'vitest';
import { type LineEvents, LiveClient } from './live-client.ts';

/** A world without a network: connections, their events and the clock are in the test's hands. */
class World {
  now = 0;
  address: () => Promise<string> = async () => 'ws://test/';
  lines: { events: LineEvents; sent: string[]; closed: boolean }[] = [];
  timers: { at: number; task: () => void }[] = [];
  frames: string[] = [];
  readonly client = new LiveClient({
    address: () => this.address(),
    open: (_address, events) => {
      const line = { events, sent: [] as string[], closed: false };
      this.lines.push(line);
      return {
        send: (text) => void line.sent.push(text),
        close: () => {
          line.closed = true;
          // A browser tells of the end of a connection later, when another may already be open.
          queueMicrotask(events.closed);
        },
      };
    },
    now: () => this.now,
    random: () => 0.5,
    later: (task, milliseconds) => {
      const timer = { at: this.now + milliseconds, task };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((other) => other !== timer);
      };
    },
  });

  constructor() {
    this.client.onFrame((frame) => this.frames.push(frame.type));
  }

  get line() {
    const line = this.lines.at(-1);
    if (line === undefined) throw new Error('nothing is connected');
    return line;
  }

  async connect(): Promise<void> {
    this.client.connect();
    await settle();
    this.line.events.opened();
  }

  receive(frame: unknown): void {
    this.line.events.message(JSON.stringify(frame));
  }

  async pass(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    for (const timer of this.timers.filter(({ at }) => at <= this.now)) {
      this.timers = this.timers.filter((other) => other !== timer);
      timer.task();
    }
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

const UPDATE = {
  type: 'dashboard_update',
  timestamp: '2020-03-16T20:00:00Z',
  dashboard_type: 'market_analytics',
};

describe('LiveClient', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('is live from the first frame, and says when it came', async () => {
    await world.connect();
    expect(world.client.state().phase).toBe('connecting');
    world.now = 5_000;
    world.receive(UPDATE);
    expect(world.client.state()).toEqual({ phase: 'live', lastFrameAt: 5_000 });
    expect(world.frames).toEqual(['dashboard_update']);
  });

  it('connects again after a growing, random while, and keeps the time of the last frame', async () => {
    await world.connect();
    world.receive(UPDATE);
    const waits = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      world.line.events.closed();
      expect(world.client.state()).toEqual({ phase: 'waiting', lastFrameAt: 0 });
      const wait = (world.timers[0]?.at ?? 0) - world.now;
      waits.push(wait);
      await world.pass(wait);
    }
    expect(waits).toEqual([250, 500, 1000, 2000]);
    expect(world.lines).toHaveLength(5);
  });

  it('starts from the shortest wait again once a frame has come', async () => {
    await world.connect();
    world.line.events.closed();
    await world.pass(250);
    world.receive(UPDATE);
    world.line.events.closed();
    expect((world.timers[0]?.at ?? 0) - world.now).toBe(250);
  });

  it('asks after a silence, and gives the line up without an answer', async () => {
    await world.connect();
    world.receive(UPDATE);
    const line = world.line;
    await world.pass(30_000);
    expect(line.sent.map((text) => JSON.parse(text).type)).toEqual(['request_dashboard']);
    await world.pass(10_000);
    expect(line.closed).toBe(true);
    expect(world.client.state().phase).toBe('waiting');
  });

  it('stays on a line that answers the question', async () => {
    await world.connect();
    await world.pass(30_000);
    world.receive({ ...UPDATE, type: 'dashboard_response' });
    await world.pass(10_000);
    expect(world.line.closed).toBe(false);
    expect(world.client.state().phase).toBe('live');
  });

  it('pauses until it is told to connect', async () => {
    await world.connect();
    world.receive(UPDATE);
    world.client.pause();
    await world.pass(120_000);
    expect(world.client.state().phase).toBe('paused');
    expect(world.lines).toHaveLength(1);
    await world.connect();
    world.receive(UPDATE);
    expect(world.client.state().phase).toBe('live');
  });

  it('ignores what an older line still says', async () => {
    await world.connect();
    const old = world.line;
    await world.connect();
    world.receive(UPDATE);
    old.events.message(JSON.stringify(UPDATE));
    old.events.closed();
    expect(world.client.state().phase).toBe('live');
    expect(world.frames).toHaveLength(1);
  });

  it('tries again where no address could be had', async () => {
    world.address = async () => {
      throw new Error('no ticket');
    };
    world.client.connect();
    await settle();
    expect(world.client.state().phase).toBe('waiting');
    world.address = async () => 'ws://test/';
    await world.pass(1_000);
    expect(world.lines).toHaveLength(1);
  });

  it.each(['no json', '[]x', 'null', '42', '{"data":1}'])(
    'passes over %s, which is no frame',
    async (text) => {
      await world.connect();
      world.line.events.message(text);
      world.line.events.message(new Uint8Array(4));
      expect(world.frames).toEqual([]);
      expect(world.client.state().phase).toBe('connecting');
    },
  );
});
