import { chown, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, SetupError } from '../errors.ts';
import { type Binaries, MAJOR_VERSION } from './binaries.ts';
import { asidePath, exists } from './files.ts';
import type { Home } from './home.ts';
import { run } from './launch.ts';

/** The role that owns the cluster and the database of the platform. */
export const USER = 'richesreach';

/** Makes the data directory if there is none, and refuses one this server cannot read. */
export async function ensureCluster(home: Home, binaries: Binaries): Promise<void> {
  const version = await versionOf(home.data);
  if (version === undefined) return createCluster(home, binaries);
  if (version === MAJOR_VERSION) return;
  throw new SetupError({
    what: `The data in ${home.data} cannot be opened.`,
    why: `They were written by PostgreSQL ${version}; the embedded one is ${MAJOR_VERSION}.`,
    fix: `Move the directory away to start empty, or set DATABASE_URL to a PostgreSQL ${version} that serves it.`,
  });
}

async function versionOf(data: string): Promise<number | undefined> {
  if (!(await exists(data))) return undefined;
  const names = await readdir(data);
  if (names.length === 0) return undefined;
  if (names.includes('PG_VERSION'))
    return Number.parseInt(await readFile(join(data, 'PG_VERSION'), 'utf8'), 10);
  throw new SetupError({
    what: `${data} is not a PostgreSQL data directory.`,
    why: 'It has files in it, but no PG_VERSION.',
    fix: 'Restore it from a backup, or move it away to start empty, or set DATABASE_URL.',
  });
}

/** UTF-8, ordered by code point on every machine. Made aside and renamed: a half-made cluster never has the name. */
async function createCluster(home: Home, binaries: Binaries): Promise<void> {
  const aside = asidePath(home.path);
  await mkdir(aside, { mode: 0o700 });
  if (home.account !== undefined) await chown(aside, home.account.uid, home.account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await run(
      binaries.initdb,
      ['-D', aside, '-U', USER, '--auth=trust', '--no-instructions', ...locale],
      home,
    );
    await rename(aside, home.data);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process was faster: its cluster is as good as ours.
    if ((await versionOf(home.data)) !== undefined) return;
    throw new SetupError({
      what: `The embedded PostgreSQL could not make its data directory ${home.data}.`,
      why: reasonOf(error),
      fix: howToMend(reasonOf(error)),
      cause: error,
    });
  }
}

function howToMend(reason: string): string {
  const nameless = reason.includes('could not look up effective user');
  const first = nameless ? 'Run it as a user with an entry in /etc/passwd' : 'Mend that';
  return `${first}, or set DATABASE_URL to a PostgreSQL 15 or newer.`;
}
