import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { reasonOf, SetupError } from '../errors.ts';
import type { Binaries } from './binaries.ts';
import type { Home } from './home.ts';

/** PostgreSQL parameters by name. */
export type Settings = Readonly<Record<string, string>>;

const SETTINGS: Settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const LOG_KEPT_BYTES = 5_000_000;

/** A server process we spawned, until it is known whether it serves. */
export interface Launch {
  readonly pid: number | undefined;
  readonly exited: () => boolean;
  /** What the server logged since it was spawned. */
  readonly log: () => Promise<string>;
}

/**
 * Spawns the server in a session of its own, so that the terminal's Ctrl-C reaches us and not it, with its log in a
 * file, so that it outlives us without a reader. Secrets of our environment are not passed on.
 *
 * `deadPid` is the pid of a server that died. By now it may be some other program's, and PostgreSQL would refuse to
 * start beside it; but a lock file that names its grandparent it takes for stale.
 */
export async function launch(
  home: Home,
  binaries: Binaries,
  settings: Settings,
  deadPid: number | undefined,
): Promise<Launch> {
  const file = await openLog(home);
  try {
    const start = (await file.stat()).size;
    const options = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = await spawnAs(home, binaries.postgres, ['-D', home.data, ...options], {
      env: deadPid === undefined ? {} : { PG_GRANDPARENT_PID: String(deadPid) },
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
    });
    child.unref();
    return {
      pid: child.pid,
      exited: () => child.exitCode !== null || child.signalCode !== null,
      log: () => readFrom(home.log, start),
    };
  } finally {
    await file.close();
  }
}

/** Runs a program of the server to its end. Throws with what it complained about when it fails. */
export async function run(program: string, args: readonly string[], home: Home): Promise<void> {
  const child = await spawnAs(home, program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const complaint = child.stderr === null ? '' : await text(child.stderr);
  const [code] = await ended;
  if (code !== 0) throw new Error(complaint.trim());
}

/** As the account of the server, and without our environment. */
async function spawnAs(
  { path, account }: Home,
  program: string,
  args: readonly string[],
  { env, ...options }: SpawnOptions,
): Promise<ChildProcess> {
  try {
    const clean = { LC_ALL: 'C', TZ: 'UTC', ...env };
    const child = spawn(program, args, { ...options, cwd: path, env: clean, ...account });
    await once(child, 'spawn');
    return child;
  } catch (error) {
    throw cannotRun(program, error);
  }
}

function cannotRun(program: string, cause: unknown): SetupError {
  return new SetupError({
    what: 'The embedded PostgreSQL cannot run on this machine.',
    why: `${program}: ${reasonOf(cause)}. It needs macOS or a Linux with glibc, and as root the right to run as another account.`,
    fix: 'Set DATABASE_URL to a PostgreSQL 15 or newer.',
    cause,
  });
}

async function openLog({ log, account }: Home): Promise<FileHandle> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_KEPT_BYTES) await rename(log, `${log}.1`);
  const file = await open(log, 'a', 0o600);
  if (account !== undefined) await file.chown(account.uid, account.gid);
  return file;
}

async function readFrom(path: string, start: number): Promise<string> {
  const file = await open(path);
  try {
    const length = Math.max((await file.stat()).size - start, 0);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
