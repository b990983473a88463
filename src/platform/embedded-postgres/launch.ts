import { type ChildProcess, spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { SetupError } from '../errors.ts';
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
  const file = await openLog(home.log);
  try {
    const start = (await file.stat()).size;
    const options = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = spawn(binaries.postgres, ['-D', home.data, ...options], {
      ...spawnOptions(home, deadPid === undefined ? {} : { PG_GRANDPARENT_PID: String(deadPid) }),
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
    });
    await spawned(child);
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

/** Runs a program of the server to its end. Throws with what it printed when it fails. */
export async function run(program: string, args: readonly string[], home: Home): Promise<void> {
  const child = spawn(program, args, { ...spawnOptions(home), stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  child.stdout.resume();
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  await spawned(child);
  if ((await closed) !== 0) throw new Error(printed.trim());
}

function spawnOptions({ path, account }: Home, env: Record<string, string> = {}) {
  return { cwd: path, env: { LC_ALL: 'C', TZ: 'UTC', ...env }, ...account };
}

async function spawned(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause: NodeJS.ErrnoException) => reject(cannotRun(child.spawnfile, cause)));
  });
}

function cannotRun(program: string, cause: NodeJS.ErrnoException): SetupError {
  return new SetupError({
    what: 'The embedded PostgreSQL cannot run on this machine.',
    why: `${program} could not be started (${cause.code}); it needs a Linux with glibc, or macOS.`,
    fix: 'Set DATABASE_URL to a PostgreSQL 15 or newer.',
    cause,
  });
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_KEPT_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
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
