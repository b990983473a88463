import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { PostgresAddress } from '#platform';

const BINARIES = '/usr/lib/postgresql/15/bin';
const NOBODY = 65_534;

export const hasDebianPostgres = existsSync(join(BINARIES, 'postgres'));

/** A throw-away server from Debian's packages: the oldest version we run on. Disposing stops and removes it. */
export async function startDebianPostgres(): Promise<
  AsyncDisposable & { readonly address: PostgresAddress }
> {
  const directory = await mkdtemp(join(tmpdir(), 'rr-pg15-'));
  const asUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ('uid' in asUser) await chown(directory, NOBODY, NOBODY);
  const dataDir = join(directory, 'data');
  await promisify(execFile)(
    join(BINARIES, 'initdb'),
    ['-D', dataDir, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8', '--locale=C'],
    asUser,
  );
  const server = spawn(
    join(BINARIES, 'postgres'),
    ['-D', dataDir, '-k', directory, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...asUser, stdio: 'ignore' },
  );
  const address = { socketDir: directory, port: 5432, user: 'postgres', database: 'postgres' };
  await waitForServer(address);
  return {
    address,
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function waitForServer(address: { socketDir: string; port: number; user: string }): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const client = new Client({ host: address.socketDir, port: address.port, user: address.user });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
