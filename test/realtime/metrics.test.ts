import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Platform } from '../../src/roles.ts';
import { startTestPlatform } from '../support/platform.ts';
import { openSocket } from '../support/socket.ts';

const stack = new AsyncDisposableStack();
let platform: Platform;

beforeAll(async () => {
  platform = stack.use(await startTestPlatform());
});
afterAll(() => stack.disposeAsync());

const record = (...metrics: object[]) =>
  fetch(`${platform.url}/analytics/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metrics),
  });

it('shows what is recorded, then each metric as it is committed, once a metric', async () => {
  using line = openSocket(platform.url, '/analytics/metrics');
  expect(await line.next('metrics_summary')).toMatchObject({
    timestamp: expect.any(String) as string,
    data: { total_events: 0, dashboards: expect.any(Number) as number },
  });
  await record(
    { name: 'orders', value: 1 },
    { name: 'orders', value: 3 },
    { name: 'refunds', value: 7, labels: { region: 'eu' } },
  );
  const updates: object[] = [];
  while (updates.length < 2) {
    const { data } = (await line.next('metrics_update')) as { data: Record<string, object> };
    if ('orders' in data || 'refunds' in data) updates.push(data);
  }
  expect(Object.assign({}, ...updates)).toMatchObject({
    orders: { value: 3, average: 2, minimum: 1, maximum: 3, samples: 2 },
    refunds: { value: 7, samples: 1 },
  });
});

it('answers requests, each with the id it came with', async () => {
  await record({ name: 'visits', value: 5, metric_type: 'counter' });
  using line = openSocket(platform.url, '/analytics/metrics');
  await line.next('metrics_summary');
  line.ask({ type: 'request_metrics', metrics: ['visits', 'nothing'], request_id: 'a' });
  line.ask({ type: 'request_summary', request_id: 'b' });
  await vi.waitFor(() => expect(line.frames.filter(({ type }) => type.endsWith('_response')).length).toBe(2));
  const answer = (id: string) => line.frames.find((frame) => frame.request_id === id);
  expect(answer('a')).toMatchObject({
    type: 'metrics_response',
    data: { visits: { value: 5, labels: {}, metric_type: 'counter' } },
  });
  expect(Object.keys(answer('a')?.data as object)).toEqual(['visits']);
  expect(answer('b')).toMatchObject({
    type: 'summary_response',
    data: { total_metrics: expect.any(Number) as number },
  });
});

it('names what is wrong with a request and goes on', async () => {
  using line = openSocket(platform.url, '/analytics/metrics');
  await line.next('metrics_summary');
  line.ask({ type: 'request_metrics', metrics: 'visits', request_id: 'c' });
  expect(await line.next('error')).toMatchObject({
    request_id: 'c',
    error: { code: 'invalid-fields', errors: [{ pointer: '/metrics' }] },
  });
  line.ask({ type: 'request_summary', request_id: 7 });
  expect(await line.next('error')).toMatchObject({ error: { errors: [{ pointer: '/request_id' }] } });
  line.ask({ type: 'request_summary' });
  await line.next('summary_response');
});

it('passes over an upgrade to anything else, as curl offers HTTP/2', async () => {
  const { hostname, port } = new URL(platform.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET /health HTTP/1.1\r\nhost: ${hostname}\r\nconnection: Upgrade, HTTP2-Settings, close\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
});
