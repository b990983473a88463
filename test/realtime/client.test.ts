import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { channelClient } from '#client';
import type { Platform } from '../../src/roles.ts';
import { startTestPlatform } from '../support/platform.ts';
import { openSocket } from '../support/socket.ts';

const APP = 'https://app.example';

describe('the client in Node', () => {
  const stack = new AsyncDisposableStack();
  let platform: Platform;
  beforeAll(async () => {
    platform = stack.use(await startTestPlatform({ ALLOWED_ORIGINS: APP }));
  });
  afterAll(() => stack.disposeAsync());

  function open(key: string) {
    const client = channelClient({ server: platform.url, channel: 'metrics', key });
    stack.defer(() => client.pause());
    client.connect();
    return client;
  }

  it('connects with a key, hears and asks, until the key is revoked', async () => {
    const { keys } = platform.access;
    const { key, stored } = await keys.create({ name: 'listener', scopes: ['analytics:read'] });
    const client = open(key);
    const types: string[] = [];
    client.onFrame(({ type }) => types.push(type));
    await vi.waitFor(() => expect(types).toContain('metrics_summary'));
    const { data } = await client.request({ type: 'request_summary' });
    expect(data.dashboards).toBeGreaterThan(0);
    await keys.revoke(stored.id);
    await vi.waitFor(() => expect(client.state().phase).toBe('refused'));
    expect(client.state().reason).toContain('revoked');
  });

  it('works in a page of another app of ours too: ticket, handshake and event stream', async () => {
    const { key } = await platform.access.keys.create({ name: 'app', scopes: ['analytics:read'] });
    const headers = { origin: APP, authorization: `Bearer ${key}` };
    const asked = await fetch(`${platform.url}/analytics/ws-ticket`, {
      method: 'OPTIONS',
      headers: { origin: APP, 'access-control-request-method': 'POST' },
    });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, APP]);
    const ticket = await fetch(`${platform.url}/analytics/ws-ticket`, { method: 'POST', headers });
    expect(ticket.headers.get('access-control-allow-origin')).toBe(APP);
    const answer = (await ticket.json()) as { ticket: string };
    using line = openSocket(platform.url, `/analytics/metrics?ticket=${answer.ticket}`, { origin: APP });
    await line.next('metrics_summary');
    const abort = new AbortController();
    const stream = await fetch(`${platform.url}/analytics/stream/metrics`, { headers, signal: abort.signal });
    expect([stream.status, stream.headers.get('access-control-allow-origin')]).toEqual([200, APP]);
    abort.abort();
  });

  it('is told why a key is refused', async () => {
    const client = open('rr_live_nobody_nothing');
    await vi.waitFor(() => expect(client.state().phase).toBe('refused'));
    expect(client.state().reason).toContain('key');
    const { key } = await platform.access.keys.create({ name: 'other', scopes: ['ai:use'] });
    const weak = open(key);
    await vi.waitFor(() => expect(weak.state().phase).toBe('refused'));
    expect(weak.state().reason).toContain('analytics:read');
  });
});
