import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CuttableSocket } from '../support/cuttable-socket.ts';
import { createTestDatabase } from '../support/database.ts';
import { countStored, EVENTS_A_REQUEST, IngestLoad, isDerived, recount } from '../support/ingest-load.ts';
import { urlOf } from '../support/platform.ts';
import { startServerProcess } from '../support/server-process.ts';

/** `PROVE=1` runs the long version. */
const DOWN_MS = process.env.PROVE === undefined ? 6_000 : 60_000;
const NOT_READY_MS = 5_000;
const RECOVERED_MS = 10_000;

it(
  `refuses with Retry-After while the database is down for ${DOWN_MS / 1_000} s, loses nothing, and recovers within 10 s`,
  async () => {
    await using database = await createTestDatabase();
    const { address } = database;
    if ('url' in address) throw new TypeError('Tests run on the embedded server.');
    using socket = new CuttableSocket(join(address.socketDir, `.s.PGSQL.${address.port}`));
    await socket.mend();
    const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-down-'));
    const server = await startServerProcess(dataDir, {
      DATABASE_URL: urlOf({ ...address, socketDir: socket.directory, port: socket.port }),
      RATE_LIMIT_PER_MINUTE: '0',
      LOG_LEVEL: 'silent',
    });
    await using leftovers = new AsyncDisposableStack();
    leftovers.defer(() => void server.child.kill('SIGKILL'));
    const target = { url: server.url, headers: {} };
    const isReady = async () => (await fetch(`${server.url}/health/detailed/`)).ok;
    const load = new IngestLoad();
    load.start(target);
    await load.nextAcknowledgement(10_000);

    socket.cut();
    const cutAt = performance.now();
    await expect.poll(isReady, { timeout: 15_000, interval: 50 }).toBe(false);
    const notReadyMs = performance.now() - cutAt;
    await sleep(DOWN_MS - notReadyMs);
    await socket.mend();
    const recoveredMs = await load.nextAcknowledgement(60_000);
    await expect.poll(isReady, { timeout: 15_000, interval: 50 }).toBe(true);
    await sleep(500);
    await load.stop();

    expect(notReadyMs).toBeLessThan(NOT_READY_MS);
    expect(recoveredMs).toBeLessThan(RECOVERED_MS);
    expect(load.refusals.length).toBeGreaterThan(0);
    expect(load.refusals.filter(({ status }) => status !== 503 && status !== 429)).toEqual([]);
    expect(load.refusals.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
    expect(await load.lost(database.pool)).toEqual([]);
    expect(await load.resend(target)).toBe(0);
    const total = load.sent.length * EVENTS_A_REQUEST;
    expect(await countStored(database.pool)).toEqual({ rows: total, ids: total });
    await expect.poll(() => isDerived(database.pool), { timeout: 60_000, interval: 250 }).toBe(true);
    const { kept, counted } = await recount(database.pool);
    expect(kept).toEqual(counted);
    console.log(
      `down ${DOWN_MS / 1_000} s: ${load.refusals.length} requests refused with Retry-After, not ready after ${Math.round(notReadyMs)} ms, acknowledging again after ${Math.round(recoveredMs)} ms, lost 0, twice 0`,
    );
    expect(await server.end('SIGTERM')).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  },
  120_000 + 2 * DOWN_MS,
);
