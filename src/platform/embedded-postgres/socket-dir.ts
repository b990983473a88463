import { chown, lstat, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, canReach } from './account.ts';

/** The kernel's limit for the path of a socket is 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

/**
 * A private directory for the server's socket. The directory of the server before is used again, so that the pools of
 * running processes find a restarted server where the old one was.
 */
export async function makeSocketDir(
  previous: string | undefined,
  account: Account | undefined,
): Promise<string> {
  if (previous !== undefined && (await isOurs(previous, account))) return previous;
  const path = await mkdtemp(join(await temporaryDir(account), 'richesreach-'));
  if (account !== undefined) await chown(path, account.uid, account.gid);
  return path;
}

/** A shared temporary directory may have been cleaned meanwhile, and the name taken by somebody else. */
async function isOurs(path: string, account: Account | undefined): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  const owner = account?.uid ?? process.getuid?.();
  return found?.isDirectory() === true && found.uid === owner && (found.mode & 0o077) === 0;
}

async function temporaryDir(account: Account | undefined): Promise<string> {
  const own = tmpdir();
  const short = Buffer.byteLength(join(own, 'richesreach-XXXXXX', SOCKET_NAME)) <= LONGEST_SOCKET_PATH;
  const reachable = account === undefined || (await canReach(own, account).catch(() => false));
  return short && reachable ? own : '/tmp';
}
