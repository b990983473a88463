import { spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdServer } from '../../../test/support/server-holder.ts';
import { createLogger } from '../logger.ts';
import { openDatabase, type PostgresAddress } from '../postgres.ts';
import { isRoot, NOBODY } from './account.ts';
import { acquireDatabaseServer } from './index.ts';

const logger = createLogger({ logLevel: 'silent' });
let dataDir: string;
let data: string;

const acquire = (dir = dataDir) => acquireDatabaseServer({ databaseUrl: undefined, dataDir: dir }, logger);

async function makeDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'richesreach-embedded-'));
  await chmod(dir, 0o755);
  return dir;
}

async function query(address: PostgresAddress, statement: string): Promise<Record<string, unknown>[]> {
  await using database = openDatabase(address, logger);
  return (await database.pool.query<Record<string, unknown>>(statement)).rows;
}

async function serverPid(): Promise<number | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

function socketDirOf(address: PostgresAddress): string {
  if ('url' in address) throw new TypeError('not an embedded server');
  return address.socketDir;
}

beforeAll(async () => {
  dataDir = await makeDataDir();
  data = join(dataDir, 'postgres/data');
});

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

describe('the embedded server', () => {
  it('starts on an empty directory, durable and reachable by a private socket only', async () => {
    await using server = await acquire();

    const settings = await query(
      server.address,
      `SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listens,
              current_setting('server_encoding') AS encoding, 'É' ~* 'é' AS folds, 'a' > 'B' AS by_code_point`,
    );
    expect(settings).toEqual([
      { fsync: 'on', listens: '', encoding: 'UTF8', folds: true, by_code_point: true },
    ]);
    expect((await stat(socketDirOf(server.address))).mode & 0o077).toBe(0);
    expect(server).toMatchObject({ kind: 'embedded', adopted: false });
  });

  it('is gone after dispose, with its socket, and the next start finds its data', async () => {
    const first = await acquire();
    await query(first.address, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();

    expect(await serverPid()).toBeUndefined();
    await expect(stat(socketDirOf(first.address))).rejects.toThrow('ENOENT');
    await using second = await acquire();
    expect(await query(second.address, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('is entered by further processes and stopped by the last of them', async () => {
    const first = await acquire();
    const second = await acquire();
    expect([first.adopted, second.adopted]).toEqual([false, true]);
    expect(second.address).toEqual(first.address);

    await first[Symbol.asyncDispose]();
    expect(await query(second.address, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await second[Symbol.asyncDispose]();
    expect(await serverPid()).toBeUndefined();
  });

  it('outlives a killed process, loses nothing, and is adopted', async () => {
    const holder = await holdServer(dataDir);
    const pid = await serverPid();
    await query(holder.address, 'CREATE TABLE committed AS SELECT 7 AS n');
    await holder.end('SIGKILL');

    await using server = await acquire();
    expect(server.adopted).toBe(true);
    expect(await serverPid()).toBe(pid);
    expect(await query(server.address, 'SELECT n FROM committed')).toEqual([{ n: 7 }]);
  });

  it('is not reached by the terminal’s Ctrl-C, but stopped cleanly by the process that is', async () => {
    const holder = await holdServer(dataDir);
    expect(await holder.end('SIGINT', 'group')).toBe(0);

    expect(await serverPid()).toBeUndefined();
    const log = await readFile(join(dataDir, 'postgres/postgres.log'), 'utf8');
    expect(log.trimEnd().split('\n').at(-1)).toContain('database system is shut down');
  });

  it('is brought back at the same address when it dies', async () => {
    await using server = await acquire();
    await using database = openDatabase(server.address, logger);
    await database.pool.query('CREATE TABLE before_crash AS SELECT 1 AS n');
    const pid = (await serverPid()) ?? Number.NaN;
    process.kill(pid, 'SIGKILL');

    // A connection may live a moment longer than its server.
    await expect.poll(serverPid, { timeout: 20_000 }).not.toBe(pid);
    const rows = () => database.pool.query('SELECT n FROM before_crash').then((answer) => answer.rows);
    await expect.poll(rows, { timeout: 20_000 }).toEqual([{ n: 1 }]);
  });

  it('is stopped by a dispose in the middle of bringing it back', async () => {
    const server = await acquire();
    const pid = (await serverPid()) ?? Number.NaN;
    process.kill(pid, 'SIGKILL');
    await expect.poll(serverPid, { interval: 1, timeout: 20_000 }).not.toBe(pid);

    await server[Symbol.asyncDispose]();
    expect(await serverPid()).toBeUndefined();
  });

  it('starts although a stale lock file names the pid of some other program', async () => {
    const other = spawn('sleep', ['60'], isRoot() ? NOBODY : {});
    await writeFile(
      join(data, 'postmaster.pid'),
      `${other.pid}\n${data}\n1700000000\n5432\n/nowhere\n\n0 0\nready\n`,
    );
    if (isRoot()) await chown(join(data, 'postmaster.pid'), NOBODY.uid, NOBODY.gid);

    await using server = await acquire();
    expect(server.adopted).toBe(false);
    other.kill();
  });

  it('is one, however many processes start it at once', { timeout: 120_000 }, async () => {
    const fresh = await makeDataDir();
    const holders = await Promise.all([holdServer(fresh), holdServer(fresh)]);

    expect(holders.filter(({ adopted }) => adopted)).toHaveLength(1);
    expect(holders[0]?.address).toEqual(holders[1]?.address);
    await Promise.all(holders.map(({ end }) => end('SIGTERM')));
    await rm(fresh, { recursive: true });
  });
});
