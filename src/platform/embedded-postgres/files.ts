import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ASIDE = 'aside-';
const ABANDONED_AFTER_MS = 3_600_000;

/** A new name in `directory` under which something is made before it gets its real name in one step. */
export function asidePath(directory: string): string {
  return join(directory, ASIDE + randomUUID());
}

/** Removes what a killed process left half made. */
export async function clearAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(ASIDE)) continue;
    const path = join(directory, name);
    const made = await stat(path).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true });
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** As `mkdir` with `recursive`, which never returns where a file system answers ENOENT to a child of what exists (/proc). */
export async function makeDirectory(path: string, mode = 0o755): Promise<void> {
  const code = await tryMakeDirectory(path, mode);
  if (code !== 'ENOENT' || dirname(path) === path) return;
  await makeDirectory(dirname(path));
  if ((await tryMakeDirectory(path, mode)) === 'ENOENT') await mkdir(path);
}

async function tryMakeDirectory(path: string, mode: number): Promise<string | undefined> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = code === 'EEXIST' && (await stat(path)).isDirectory();
    if (!isThere && code !== 'ENOENT') throw error;
    return code;
  }
}
