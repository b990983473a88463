import { beforeEach, describe, expect, it } from 'vitest';
import { type Known, RefusedError } from './address.ts';
import { ChannelClient, type LineEvents } from './channel-client.ts';
import { RequestError } from './pending-requests.ts';

/** A world without a network: connections, their events and the clock are in the test's hands. */
class World {
  now = 0;
  address: () => Promise<string> = async () => 'ws://test/';
  asked: (Known | undefined)[] = [];
  lines: { events: LineEvents; sent: string[]; closed: boolean }[] = [];
  timers: { at: number; task: () => void }[] = [];
  frames: string[] = [];
  /** What is called when the machine awakes; undefined while nobody wants to know. */
  awake: (() => void) | undefined;
  readonly client = new ChannelClient<'dashboard'>({
    address: (known) => {
      this.asked.push(known);
      return this.address();
    },
    open: (_address, events) => {
      const line = { events, sent: [] as string[], closed: false };
      this.lines.push(line);
      return {
        send: (text) => void line.sent.push(text),
        close: () => {
          line.closed = true;
          // A browser tells of the end of a connection later, when another may already be open.
          queueMicrotask(() => events.closed(1000, ''));
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
    awoken: (task) => {
      this.awake = task;
      return () => {
        this.awake = undefined;
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

describe('ChannelClient', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('is live from the first frame, and says when it came', async () => {
    await world.connect();
    expect(world.client.state().phase).toBe('connecting');
    world.now = 5_000;
    world.receive(UPDATE);
    expect(world.client.state()).toEqual({ phase: 'live', lastFrameAt: 5_000, reason: null });
    expect(world.frames).toEqual(['dashboard_update']);
  });

  it('connects again after a growing, random while, and keeps the time of the last frame', async () => {
    await world.connect();
    world.receive(UPDATE);
    const waits = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      world.line.events.closed(1006, '');
      expect(world.client.state()).toEqual({ phase: 'waiting', lastFrameAt: 0, reason: null });
      const wait = (world.timers[0]?.at ?? 0) - world.now;
      waits.push(wait);
      await world.pass(wait);
    }
    expect(waits).toEqual([250, 500, 1000, 2000]);
    expect(world.lines).toHaveLength(5);
  });

  it('starts from the shortest wait again once a frame has come', async () => {
    await world.connect();
    world.line.events.closed(1006, '');
    await world.pass(250);
    world.receive(UPDATE);
    world.line.events.closed(1006, '');
    expect((world.timers[0]?.at ?? 0) - world.now).toBe(250);
  });

  it('asks after a silence, and gives the line up without an answer', async () => {
    await world.connect();
    world.receive(UPDATE);
    const line = world.line;
    await world.pass(30_000);
    expect(line.sent.map((text) => JSON.parse(text).type)).toEqual(['ping']);
    await world.pass(10_000);
    expect(line.closed).toBe(true);
    expect(world.client.state().phase).toBe('waiting');
  });

  it('asks at once when the machine awakes, and gives up a line that died meanwhile', async () => {
    await world.connect();
    world.receive(UPDATE);
    world.awake?.();
    expect(world.line.sent).toEqual(['{"type":"ping"}']);
    await world.pass(10_000);
    expect(world.client.state().phase).toBe('waiting');
    world.awake?.();
    await settle();
    expect(world.lines).toHaveLength(2);
    world.line.events.opened();
    world.receive(UPDATE);
    world.client.pause();
    expect(world.awake).toBeUndefined();
  });

  it.each(['the ticket', 'the handshake'])('tries again where %s never comes', async (missing) => {
    if (missing === 'the ticket') world.address = () => new Promise(() => undefined);
    world.client.connect();
    await settle();
    await world.pass(15_000);
    expect(world.client.state()).toMatchObject({ phase: 'waiting', reason: 'the server cannot be reached' });
    world.address = async () => 'ws://test/';
    await world.pass(250);
    world.line.events.opened();
    world.receive(UPDATE);
    expect(world.client.state().phase).toBe('live');
  });

  it('stays on a line that answers the question', async () => {
    await world.connect();
    await world.pass(30_000);
    world.receive({ type: 'pong', timestamp: UPDATE.timestamp });
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
    old.events.closed(1006, '');
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

  it('does not come back by itself where it is refused, and says why', async () => {
    await world.connect();
    world.receive(UPDATE);
    world.line.events.closed(4401, 'the key was revoked');
    await world.pass(120_000);
    expect(world.client.state()).toMatchObject({ phase: 'refused', reason: 'the key was revoked' });
    world.address = () => Promise.reject(new RefusedError('unknown key'));
    world.client.connect();
    await settle();
    expect(world.client.state()).toMatchObject({ phase: 'refused', reason: 'unknown key' });
    expect(world.lines).toHaveLength(1);
  });

  it('comes back with the epoch and offset of the last frame that had them', async () => {
    await world.connect();
    world.receive({ ...UPDATE, epoch: 'e', offset: 7 });
    world.receive(UPDATE);
    world.line.events.closed(3008, 'too slow');
    await world.pass(250);
    expect(world.asked).toEqual([undefined, { epoch: 'e', offset: 7 }]);
  });

  describe('requests', () => {
    const ask = () => world.client.request({ type: 'request_dashboard', dashboard_type: 'performance' });
    const sentIds = () =>
      world.line.sent.map((text) => (JSON.parse(text) as { request_id: string }).request_id);

    it('get their own answers, in whatever order these come', async () => {
      await world.connect();
      const [first, second] = [ask(), ask()];
      const [one, two] = sentIds();
      world.receive({ ...UPDATE, type: 'dashboard_response', request_id: two, data: 2 });
      world.receive({ ...UPDATE, type: 'dashboard_response', request_id: one, data: 1 });
      expect(await Promise.all([first, second])).toMatchObject([{ data: 1 }, { data: 2 }]);
      expect(world.frames).toEqual([]);
    });

    it('fail with the problem the server names', async () => {
      await world.connect();
      const asked = ask();
      const [id] = sentIds();
      world.receive({ type: 'error', timestamp: 'now', request_id: id, error: { detail: 'no such thing' } });
      await expect(asked).rejects.toThrow(RequestError);
      await expect(asked).rejects.toThrow('no such thing');
    });

    it('wait for a connection, and are asked again on the next', async () => {
      world.client.connect();
      const asked = ask();
      await settle();
      world.line.events.opened();
      expect(sentIds()).toHaveLength(1);
      world.line.events.closed(1006, '');
      await world.pass(250);
      world.line.events.opened();
      const [id] = sentIds();
      world.receive({ ...UPDATE, type: 'dashboard_response', request_id: id });
      await asked;
    });

    it('fail at once where the client is refused, those to come as well', async () => {
      await world.connect();
      const waiting = ask();
      world.line.events.closed(4401, 'the key was revoked');
      await expect(waiting).rejects.toThrow('the key was revoked');
      await expect(ask()).rejects.toThrow(RefusedError);
    });

    it('fail after their time; an answer that comes later is no news of the server', async () => {
      await world.connect();
      const failed = ask().catch((error: Error) => error.message);
      await world.pass(30_000);
      expect(await failed).toBe('no answer within 30000 ms');
      world.receive({ ...UPDATE, type: 'dashboard_response', request_id: '1' });
      expect(world.frames).toEqual([]);
    });
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
