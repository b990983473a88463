import { createHash } from 'node:crypto';
import { chmod, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, canReach, isRoot, NOBODY } from './account.ts';
import { exists, makeDirectory } from './files.ts';

/** Where one embedded server lives. */
export interface Home {
  readonly path: string;
  /** PostgreSQL's own data directory. */
  readonly data: string;
  readonly log: string;
  /** The account the server runs as; undefined: the one of this process. */
  readonly account: Account | undefined;
}

const SYSTEM_HOMES = '/var/lib/richesreach';

/** Makes the directories of the server that belongs to `dataDir`; the same answer every time for the same one. */
export async function prepareHome(dataDir: string): Promise<Home> {
  await makeDirectory(dataDir);
  const near = join(await realpath(dataDir), 'postgres');
  if (!isRoot()) return makeHome(near, undefined);
  const account = (await ownerOf(join(near, 'data'))) ?? NOBODY;
  const far = join(SYSTEM_HOMES, createHash('sha256').update(near).digest('hex').slice(0, 16));
  return makeHome(await choose(near, far, account), account);
}

/** Data that exist decide; else the data directory, if the server's account can reach it. */
async function choose(near: string, far: string, account: Account): Promise<string> {
  if (await exists(join(near, 'data'))) return near;
  if (await exists(join(far, 'data'))) return far;
  return (await canReach(join(near, '..'), account)) ? near : far;
}

async function makeHome(path: string, account: Account | undefined): Promise<Home> {
  if (path.startsWith(SYSTEM_HOMES)) {
    await makeDirectory(SYSTEM_HOMES);
    await chmod(SYSTEM_HOMES, 0o755);
  }
  // As root the directory stays root's: the server's account owns its data and its socket, and can replace no program.
  await makeDirectory(path, account === undefined ? 0o700 : 0o755);
  if (account !== undefined) await chmod(path, 0o755);
  return { path, data: join(path, 'data'), log: join(path, 'postgres.log'), account };
}

/** As root beside a user's own server: keep running as that user. */
async function ownerOf(path: string): Promise<Account | undefined> {
  if (!(await exists(path))) return undefined;
  const { uid, gid } = await stat(path);
  return uid === 0 ? undefined : { uid, gid };
}
