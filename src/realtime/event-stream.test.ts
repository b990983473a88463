import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHttpServer, createLogger, type RequestObservation } from '#platform';
import { TestHistory, testEventChannel, testHub, testStateChannel } from '../../test/support/hub.ts';
import { readEventId } from './position.ts';
import { realtimeRoutes } from './routes.ts';

const logger = createLogger({ logLevel: 'silent' });

interface Stream {
  readonly text: () => string;
  readonly ended: Promise<void>;
}

describe('server-sent events', () => {
  const stack = new AsyncDisposableStack();
  const history = new TestHistory();
  const figures = testStateChannel();
  const observed: RequestObservation[] = [];
  const { hub, bus } = testHub([testEventChannel(history), figures]);
  let url: string;

  beforeAll(async () => {
    const server = await createHttpServer({
      logger,
      guard: () => ({ id: 'me', name: 'me', scopes: new Set() }),
      routes: realtimeRoutes(hub, '1'),
      observe: (observation) => observed.push(observation),
    });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    stack.defer(() => server.close());
    stack.use(hub);
  });
  afterAll(() => stack.disposeAsync());

  async function listen(path: string, headers: Record<string, string> = {}): Promise<Stream> {
    const abort = new AbortController();
    stack.defer(() => abort.abort());
    const reply = await fetch(url + path, { headers, signal: abort.signal });
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const ended = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of reply.body ?? [])
        text += decoder.decode(chunk as Uint8Array, { stream: true });
    })().catch(() => undefined);
    return { text: () => text, ended };
  }

  const add = (...ns: number[]) => {
    history.add(...ns.map((n) => ({ type: 'fact', timestamp: 'now', n })));
    bus.publish('channel.frames.committed', { path: '/analytics/facts' });
  };

  it('carry a state channel', async () => {
    const { text } = await listen('/analytics/stream/figures');
    await vi.waitFor(() => expect(text()).toContain('data: {"type":"snapshot","timestamp":"now"}\n\n'));
    figures.outlet().publish({ type: 'tick', timestamp: 'now', text: 'two\nlines' }, 'tick');
    await vi.waitFor(() => expect(text()).toContain('"text":"two\\nlines"}\n\n'));
    expect(text()).not.toContain('id:');
  });

  it('carry an event channel with ids, from which a client resumes', async () => {
    add(1, 2);
    const first = await listen('/analytics/stream/facts');
    await vi.waitFor(() => expect(first.text()).toContain('id: first:2\ndata: {"type":"summary"'));
    add(3);
    await vi.waitFor(() => expect(first.text()).toContain('id: first:3\ndata: {"type":"fact"'));
    const back = await listen('/analytics/stream/facts', { 'last-event-id': 'first:1' });
    await vi.waitFor(() => expect(back.text()).toContain('id: first:3'));
    expect([...back.text().matchAll(/"n":(\d)/g)].map(([, n]) => n)).toEqual(['2', '3']);
    const lost = await listen('/analytics/stream/facts', { 'last-event-id': 'nonsense' });
    await vi.waitFor(() => expect(lost.text()).toContain('"type":"summary"'));
    expect(lost.text()).toContain('"recovered":false');
  });

  it('have no head of their own to ask for', async () => {
    const { status } = await fetch(`${url}/analytics/stream/figures`, { method: 'HEAD' });
    expect(status).toBe(405);
  });

  it('end with a reason when the hub closes, and are no response times', async () => {
    const { text, ended } = await listen('/analytics/stream/figures');
    await vi.waitFor(() => expect(text()).toContain('snapshot'));
    hub[Symbol.dispose]();
    await ended;
    expect(text()).toContain('event: close\ndata: {"code":1012');
    expect(observed.filter(({ method }) => method === 'GET')).toEqual([]);
  });
});

describe('the pulse of an event stream', () => {
  it('says that the server is there, so that no proxy forgets it, and ends one that nobody reads, however slow others are', async () => {
    await using stack = new AsyncDisposableStack();
    const figures = testStateChannel();
    const { hub } = testHub([figures], { pulseMs: 1_000 });
    const server = await createHttpServer({
      logger,
      guard: () => ({ id: 'me', name: 'me', scopes: new Set() }),
      routes: realtimeRoutes(hub, '1'),
    });
    const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
    stack.defer(() => server.close());
    stack.use(hub);
    const listen = () => {
      const socket = connect(Number(port), '127.0.0.1');
      stack.defer(() => void socket.destroy());
      socket.on('error', () => undefined);
      socket.write('GET /analytics/stream/figures HTTP/1.1\r\nhost: localhost\r\n\r\n');
      return socket;
    };
    const [slow, stuck] = [listen(), listen()];
    stuck.pause();
    let text = '';
    slow.on('data', (chunk) => (text += chunk.toString()));
    await vi.waitFor(() => expect(text.match(/\r\n:\n\n\r\n/g)?.length).toBeGreaterThan(1), {
      timeout: 10_000,
    });
    expect(hub.connections()).toBe(2);
    slow.removeAllListeners('data').pause();
    const reading = setInterval(() => slow.read(), 10);
    stack.defer(() => clearInterval(reading));
    const data = 'x'.repeat(20_000);
    for (let n = 0; n < 2_000; n++)
      figures.outlet().publish({ type: 'tick', timestamp: 'now', data }, `${n}`);
    await vi.waitFor(() => expect(hub.connections()).toBe(1), { timeout: 10_000 });
    await sleep(1_500);
    expect(hub.connections()).toBe(1);
  }, 30_000);
});

describe('an event id', () => {
  it.each([
    [undefined, undefined],
    ['a:7', { epoch: 'a', offset: 7 }],
    ['a', { epoch: '', offset: 0 }],
    ['', { epoch: '', offset: 0 }],
    ['a:-1', { epoch: '', offset: 0 }],
    ['a:99999999999999999999', { epoch: '', offset: 0 }],
    ['\u0000:7', { epoch: '', offset: 0 }],
    [`${'a'.repeat(65)}:7`, { epoch: '', offset: 0 }],
  ])('%j is the position %j', (id, position) => {
    expect(readEventId(id)).toEqual(position);
  });
});
