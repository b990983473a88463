import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { SetupError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { placeBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { clearAbandoned } from './files.ts';
import type { Home } from './home.ts';
import { type Launch, launch, type Settings } from './launch.ts';
import { type Postmaster, readLockFile } from './postmaster.ts';
import { enter } from './presence.ts';
import { makeSocketDir } from './socket-dir.ts';

/** Our place on a running server. */
export interface Place {
  readonly client: Client;
  readonly postmaster: Postmaster;
  readonly adopted: boolean;
}

export interface JoinOptions {
  readonly home: Home;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly signal?: AbortSignal;
  /** Where the server listened before, when it is to be brought back. */
  readonly socketDir?: string | undefined;
}

const POLL_MS = 20;
const BACK_OFF_MS = 100;
/** Recovery after a crash replays up to `max_wal_size` of log first. */
const PATIENCE_MS = 120_000;

/**
 * Takes a place on the server of `home`, starting it if nobody did. Processes need no lock among themselves: each may
 * start a server, PostgreSQL's lock file lets one live, and all then enter that one.
 */
export async function join(options: JoinOptions): Promise<Place> {
  const { home, signal } = options;
  const deadline = performance.now() + PATIENCE_MS;
  let own: Launch | undefined;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    const lock = await readLockFile(home.data);
    if (lock?.alive === true) {
      const client = lock.postmaster.ready ? await enter(lock.postmaster, home.data) : undefined;
      if (client !== undefined)
        return { client, postmaster: lock.postmaster, adopted: own?.pid !== lock.postmaster.pid };
    } else if (own === undefined) {
      own = await start(options, lock?.postmaster);
    } else if (own.exited()) {
      await refuseUnlessOvertaken(own, home);
      own = undefined;
      await sleep(BACK_OFF_MS);
    }
    await sleep(POLL_MS);
  }
  throw tooLate(home);
}

async function start(
  { home, logger, settings, socketDir }: JoinOptions,
  dead: Postmaster | undefined,
): Promise<Launch> {
  logger.info({ home: home.path }, 'starting the embedded PostgreSQL');
  const binaries = await placeBinaries(home.path, home.account);
  await ensureCluster(home, binaries);
  await clearAbandoned(home.path);
  const place = await makeSocketDir(socketDir ?? dead?.socketDir, home.account);
  return launch(home, binaries, { ...settings, unix_socket_directories: place }, dead?.pid);
}

/** Another process's server, or the last children of a killed one: both pass. Anything else is a reason to give up. */
const PASSING = /lock file "postmaster\.pid" (already exists|is empty)|pre-existing shared memory block/;

async function refuseUnlessOvertaken(own: Launch, home: Home): Promise<void> {
  const log = await own.log();
  if (PASSING.test(log)) return;
  const reasons =
    log.match(/(?:FATAL|PANIC|could not|error while loading).*/g) ?? log.trim().split('\n').slice(-1);
  throw new SetupError({
    what: `The embedded PostgreSQL did not start on ${home.data}.`,
    why: `It says: ${reasons.join(' ')}`,
    fix: `See ${home.log}. Mend that, restore the directory from a backup or move it away to start empty, or set DATABASE_URL.`,
  });
}

function tooLate(home: Home): SetupError {
  return new SetupError({
    what: `The embedded PostgreSQL on ${home.data} does not take connections.`,
    why: `Somebody holds ${home.data}/postmaster.pid, but no server answered within ${PATIENCE_MS / 1000} seconds.`,
    fix: `See ${home.log}. Stop the process that file names, or remove it if there is none, or set DATABASE_URL.`,
  });
}
