import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Frame } from '#contracts/websocket';
import type { Platform } from '../../src/roles.ts';
import { startTestPlatform } from '../support/platform.ts';
import { openSocket, type TestSocket } from '../support/socket.ts';

interface Document {
  readonly channels: Record<
    string,
    { address: string; 'x-event-stream': string; messages: Record<string, { payload: object }> }
  >;
  readonly operations: Record<
    string,
    {
      action: 'send' | 'receive';
      channel: Reference;
      messages: Reference[];
      reply?: { messages: Reference[] };
    }
  >;
}
interface Reference {
  readonly $ref: string;
}

interface Scene {
  readonly moves: () => Promise<void>;
  readonly asks: (update: Frame) => { readonly type: string }[];
  readonly resumes: boolean;
}

const alertOf = ({ data }: Frame) => (data as { alert: { id: number } }).alert.id;
const lastOf = ({ $ref }: Reference) => $ref.split('/').at(-1) ?? '';

describe('every frame on the wire', () => {
  const stack = new AsyncDisposableStack();
  let platform: Platform;
  let document: Document;
  let symbol: string;
  beforeAll(async () => {
    platform = stack.use(await startTestPlatform({ RICHESREACH_DEMO: 'true' }));
    document = (await (await fetch(`${platform.url}/asyncapi.json`)).json()) as Document;
    const listed = await fetch(`${platform.url}/analytics/market/symbols?limit=1`);
    symbol = ((await listed.json()) as { symbols: { symbol: string }[] }).symbols[0]?.symbol ?? '';
  }, 60_000);
  afterAll(() => stack.disposeAsync());

  const named = (channel: string) => {
    const found = document.channels[channel];
    if (found === undefined) throw new Error(`${channel} is not described`);
    return found;
  };

  /** Types a server may send on a channel, by what the document's operations say. */
  function sentOn(channel: string): string[] {
    const own = Object.values(document.operations).filter(({ channel: at }) => lastOf(at) === channel);
    const replies = own.flatMap(({ reply }) => reply?.messages ?? []);
    const sent = own.filter(({ action }) => action === 'send').flatMap(({ messages }) => messages);
    return [...new Set([...sent, ...replies].map(lastOf))].toSorted();
  }

  function mistakes(channel: string, frame: Frame): unknown[] {
    const payload = named(channel).messages[frame.type]?.payload;
    if (payload === undefined) return [`${frame.type} is not described`];
    const [isValid, errors] = Compile(payload).Errors(frame);
    return isValid ? [] : [frame.type, ...errors];
  }

  async function post(path: string, body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(platform.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status, `${path}: ${await answer.text()}`).toBeLessThan(300);
  }

  /** Asks as the document describes, and waits for the answer. */
  async function ask(line: TestSocket, channel: string, question: { type: string }): Promise<void> {
    expect(mistakes(channel, question as Frame)).toEqual([]);
    const id = `${question.type}-${Math.random()}`;
    line.ask({ ...question, request_id: id });
    await vi.waitFor(() => expect(line.frames.find((frame) => frame.request_id === id)).toBeDefined(), {
      timeout: 20_000,
    });
  }

  /** What passes over each channel: what makes it move, what is asked, and where a client that was away comes back. */
  const scenes: Record<string, Scene> = {
    analytics_dashboard: {
      moves: () => post('/analytics/market-data', { symbol, price: 101, volume: 1 }),
      asks: () => [
        ...['business_intelligence', 'user_analytics', 'performance', 'market_analytics'].map(
          (dashboard) => ({
            type: 'request_dashboard',
            dashboard_type: dashboard,
          }),
        ),
        { type: 'request_metrics', metrics: ['cpu_usage', 'nothing'] },
      ],
      resumes: false,
    },
    analytics_metrics: {
      moves: () => post('/analytics/metrics', { name: 'cpu_usage', value: 12, labels: { host: 'a' } }),
      asks: () => [{ type: 'request_metrics', metrics: ['cpu_usage'] }, { type: 'request_summary' }],
      resumes: false,
    },
    analytics_predictions: {
      moves: () => post('/analytics/predictions/price', { symbol, horizon_hours: 48 }),
      asks: () => [
        { type: 'request_prediction', symbol, horizon_hours: 24 },
        { type: 'request_anomalies', symbol, threshold: 0.1 },
      ],
      resumes: true,
    },
    analytics_alerts: {
      // A metric of its own: what else is recorded here would weigh on the mean of another.
      moves: async () => {
        const name = 'frames_seen';
        await post('/analytics/metrics', { name, value: 0 });
        const condition = { kind: 'threshold', metric: name, comparison: 'above', threshold: 1 };
        await post('/analytics/alerts/rules', { name, severity: 'warning', condition });
        await post('/analytics/metrics', { name, value: 99 });
      },
      asks: (update) => [
        { type: 'request_alerts' },
        { type: 'acknowledge_alert', alert_id: alertOf(update) },
      ],
      resumes: true,
    },
  };

  it('is of a channel that is described, and every channel is played here', () => {
    expect(Object.keys(document.channels).toSorted()).toEqual(Object.keys(scenes).toSorted());
  });

  it.each(Object.entries(scenes))(
    'of %s is as described',
    async (channel, { moves, asks, resumes }) => {
      const { address } = named(channel);
      using line = openSocket(platform.url, address);
      await vi.waitFor(() => expect(line.frames.length).toBeGreaterThan(0), { timeout: 30_000 });
      await moves();
      const update = await vi.waitUntil(() => line.frames.find(({ type }) => type.endsWith('_update')), {
        timeout: 20_000,
      });
      for (const question of [...asks(update), { type: 'ping' }]) await ask(line, channel, question);
      line.ask({ type: 'nonsense', request_id: 'x' });
      const back = (offset: number, epoch: unknown) =>
        stack.use(openSocket(platform.url, `${address}?epoch=${String(epoch)}&offset=${offset}`));
      const position = line.frames.findLast(({ epoch }) => epoch !== undefined);
      const lines = resumes ? [line, back(0, position?.epoch), back(9, 'another')] : [line];
      const frames = () => lines.flatMap((it) => it.frames);
      await vi.waitFor(
        () => expect([...new Set(frames().map(({ type }) => type))].toSorted()).toEqual(sentOn(channel)),
        { timeout: 20_000, interval: 50 },
      );
      expect(frames().flatMap((frame) => mistakes(channel, frame))).toEqual([]);
    },
    60_000,
  );

  it.each(Object.keys(scenes))('of the event stream of %s is as described', async (channel) => {
    const abort = new AbortController();
    const stream = await fetch(platform.url + named(channel)['x-event-stream'], { signal: abort.signal });
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (/^data: .*\n\n/m.test(text)) break;
    }
    abort.abort();
    const [, json = ''] = /^data: (.*)\n\n/m.exec(text) ?? [];
    expect(mistakes(channel, JSON.parse(json) as Frame)).toEqual([]);
  });
});
