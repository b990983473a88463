import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

export const PROJECT = join(import.meta.dirname, '..', '..');

/** What the server reads from disk while it runs, by paths from the project's root. */
const DATA = ['db/migrations', 'docs/problems', 'web/dist', 'LICENSE'];

/**
 * Puts the server into one directory without packages: the bundle where its entry is in the source tree, because the
 * code finds its data by paths relative to itself, and the data beside it.
 * @returns what could not be taken along because it is not there, such as a web app that was not built
 */
export async function bundleServer(directory: string): Promise<string[]> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['src/cli/index.ts'],
    outdir: join(directory, 'src/cli'),
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    // Only there in development: the builder of the web app, and a driver of pg in C.
    external: ['vite', 'esbuild', 'pg-native'],
    // Packages written as CommonJS ask for require, which a module does not have.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
  });
  const missing = DATA.filter((path) => !existsSync(join(PROJECT, path)));
  for (const path of DATA)
    if (!missing.includes(path)) cpSync(join(PROJECT, path), join(directory, path), { recursive: true });
  return missing;
}
