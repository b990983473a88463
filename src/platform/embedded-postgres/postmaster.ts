import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A running server, as its own lock file `postmaster.pid` describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  /** False while it starts, recovers or stops. */
  readonly ready: boolean;
}

/** What `postmaster.pid` says and whether that server lives; undefined when there is no such file. */
export interface LockFile {
  readonly postmaster: Postmaster;
  readonly alive: boolean;
}

/** PostgreSQL keeps this file itself: one truth about who serves a data directory, for every process. */
export async function readLockFile(data: string): Promise<LockFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const [pid, , , port, socketDir, , , status] = text.split('\n');
  if (pid === undefined || socketDir === undefined) return undefined;
  const postmaster = { pid: Number(pid), port: Number(port), socketDir, ready: status?.trim() === 'ready' };
  return { postmaster, alive: await servesFrom(postmaster.pid, data) };
}

/** Whether the process is a server on this directory. A pid alone proves nothing: they are used again. */
async function servesFrom(pid: number, data: string): Promise<boolean> {
  const words = process.platform === 'linux' ? linuxCommand(pid) : posixCommand(pid);
  return words.then(
    (text) => text.includes(` -D ${data} `),
    () => false,
  );
}

async function linuxCommand(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
}

async function posixCommand(pid: number): Promise<string> {
  return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
}
