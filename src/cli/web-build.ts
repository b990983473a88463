import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'web/dist');
const STAMP = join(DIST, '.built-from');
const SOURCES = [
  'web/index.html',
  'web/vite.config.ts',
  'web/public/**/*',
  'web/src/**/*',
  'package-lock.json',
];
const COMPRESSIBLE = /\.(html|js|css|svg|json|txt)$/;

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
  await compressAll(DIST);
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

/** Leaves a `.br` and a `.gz` twin beside each text file, so that no request compresses anything. */
async function compressAll(dir: string): Promise<void> {
  const files = (await readdir(dir, { recursive: true })).filter((name) => COMPRESSIBLE.test(name));
  await Promise.all(
    files.map(async (name) => {
      const path = join(dir, name);
      const bytes = await readFile(path);
      const brotli = await promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9 },
      });
      await Promise.all([
        writeFile(`${path}.br`, brotli),
        writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 })),
      ]);
    }),
  );
}
