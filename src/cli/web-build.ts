import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'web/dist');
const STAMP = join(DIST, '.built-from');
const SOURCES = ['web/index.html', 'web/*.ts', 'web/public/**/*', 'web/src/**/*', 'package-lock.json'];

/**
 * The directory of the web app, built when its sources have changed since the last build. Undefined where there is
 * neither a build nor the means to make one, as in an installation without development packages.
 */
export async function ensureWebApp(onBuild: () => void): Promise<string | undefined> {
  const built = existsSync(join(DIST, 'index.html'));
  if (!existsSync(join(ROOT, 'web/src')) || !existsSync(join(ROOT, 'node_modules/vite')))
    return built ? DIST : undefined;
  const fingerprint = fingerprintOf(SOURCES);
  if (built && (await readFile(STAMP, 'utf8').catch(() => '')) === fingerprint) return DIST;
  onBuild();
  const { build } = await import('vite');
  await build({ root: join(ROOT, 'web'), configFile: join(ROOT, 'web/vite.config.ts'), logLevel: 'error' });
  await writeFile(STAMP, fingerprint);
  return DIST;
}

/** Changes with any byte of the sources; times are left out, since a checkout sets them anew. */
function fingerprintOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync([...patterns], { cwd: ROOT, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
}
