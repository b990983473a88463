import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { acquireDatabaseServer, createLogger, type PostgresAddress } from '#platform';

export interface IngestServer extends AsyncDisposable {
  readonly url: string;
  readonly address: PostgresAddress;
  /** Content type and key. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A server of the given roles in a process of its own, on a new database without demo data and rate limit. */
export async function startIngestServer(roles = 'analytics'): Promise<IngestServer> {
  await using stack = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
  // As root PostgreSQL runs as another account; what it cannot reach would be kept elsewhere, and stay.
  chmodSync(dataDir, 0o755);
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const database = stack.use(
    await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, createLogger({ logLevel: 'warn' })),
  );
  const args = ['serve', '--port', '0', '--role', roles, '--data-dir', dataDir, '--no-demo'];
  const child = spawn(process.execPath, ['src/cli/index.ts', ...args], {
    env: { ...process.env, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  stack.defer(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (url === undefined) continue;
    const key = readFileSync(join(dataDir, 'local-key'), 'utf8').trim();
    const whole = stack.move();
    return {
      url,
      address: database.address,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      [Symbol.asyncDispose]: () => whole.disposeAsync(),
    };
  }
  throw new Error('the server ended without an address');
}
