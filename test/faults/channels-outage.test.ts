import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { channelClient, RequestError } from '#client';
import { createChannelLog, inTransaction } from '#platform';
import { CuttableSocket } from '../support/cuttable-socket.ts';
import { createTestDatabase } from '../support/database.ts';
import { urlOf } from '../support/platform.ts';
import { startServerProcess } from '../support/server-process.ts';

const ALERTS = '/analytics/alerts';
/** Longer than an answer about a key is believed. */
const DOWN_MS = 12_000;

interface Heard {
  readonly values: number[];
  readonly offsets: number[];
  readonly facts: unknown[];
  readonly dashboards: Set<string>;
}

it('clients of two nodes keep their connections while the database is away, and are told what they missed', async () => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const { address } = database;
  if ('url' in address) throw new TypeError('Tests run on the embedded server.');
  using socket = new CuttableSocket(join(address.socketDir, `.s.PGSQL.${address.port}`));
  await socket.mend();
  const behind = urlOf({ ...address, socketDir: socket.directory, port: socket.port });

  async function startNode() {
    const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-outage-'));
    stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    const server = await startServerProcess(dataDir, { DATABASE_URL: behind, LOG_LEVEL: 'fatal' });
    stack.defer(() => void server.child.kill('SIGKILL'));
    const { url } = server;
    const heard: Heard = { values: [], offsets: [], facts: [], dashboards: new Set() };
    const metrics = channelClient({ server: url, channel: 'metrics' });
    const alerts = channelClient({ server: url, channel: 'alerts' });
    const dashboard = channelClient({ server: url, channel: 'dashboard' });
    metrics.onFrame((frame) => {
      const value = frame.type === 'metrics_update' ? frame.data['outage_probe']?.value : undefined;
      if (value !== undefined) heard.values.push(value);
    });
    // Other alerts may fire on a busy machine.
    alerts.onFrame((frame) => {
      const { offset, data } = frame as unknown as { offset: number; data: { fact?: string } };
      if (frame.type === 'alerts_update') heard.offsets.push(offset);
      if (data.fact !== undefined) heard.facts.push(data.fact);
    });
    dashboard.onFrame((frame) => {
      if (frame.type === 'dashboard_update') heard.dashboards.add(frame.dashboard_type);
    });
    const clients = [metrics, alerts, dashboard];
    for (const client of clients) {
      stack.defer(() => client.pause());
      client.connect();
    }
    await vi.waitFor(() => expect(clients.map((it) => it.state().phase)).toEqual(['live', 'live', 'live']), {
      timeout: 10_000,
    });
    const phases = new Set<string>();
    for (const client of clients) client.subscribe(() => phases.add(client.state().phase));
    return { ...server, heard, metrics, phases };
  }

  const nodes = [await startNode(), await startNode()];
  const [one] = nodes;
  if (one === undefined) throw new Error('no node');
  const record = (value: number) =>
    fetch(`${one.url}/analytics/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'outage_probe', value }),
    });
  const everybody = (check: (heard: Heard) => void, timeout = 10_000) =>
    vi.waitFor(() => nodes.forEach(({ heard }) => check(heard)), { timeout });
  expect((await record(1)).ok).toBe(true);
  await everybody(({ values }) => expect(values).toContain(1));

  socket.cut();
  const log = createChannelLog(database.pool, ALERTS);
  // By a node that still reaches the database.
  const facts = ['first', 'second'].map((fact) => ({
    type: 'alerts_update',
    timestamp: 'now',
    data: { fact },
  }));
  await inTransaction(database.pool, (client) => log.append(client, facts));
  await database.pool.query(
    `UPDATE analytics_metric_rollup_1m SET last_value = 2 WHERE name = 'outage_probe'`,
  );
  for (const { heard } of nodes) heard.dashboards.clear();
  await sleep(DOWN_MS);
  for (const { metrics } of nodes) {
    const refused: unknown = await metrics
      .request({ type: 'request_summary' }, 5_000)
      .catch((error) => error);
    expect(refused).toBeInstanceOf(RequestError);
    expect((refused as RequestError).problem).toMatchObject({
      code: 'database-unavailable',
      retryable: true,
    });
  }
  await socket.mend();

  await everybody(({ facts: heard }) => expect(heard).toEqual(['first', 'second']));
  await everybody(({ values }) => expect(values).toContain(2));
  await everybody(({ dashboards }) => expect(dashboards.size).toBeGreaterThanOrEqual(3));
  expect((await record(3)).ok).toBe(true);
  await everybody(({ values }) => expect(values).toContain(3));
  for (const { heard, phases } of nodes) {
    expect(phases).toEqual(new Set(['live']));
    const [first = 0] = heard.offsets;
    expect(heard.offsets).toEqual(heard.offsets.map((_, index) => first + index));
  }
}, 120_000);
