import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

export const PROJECT = join(import.meta.dirname, '..', '..');

/** What the server reads from disk while it runs, by paths from the project's root. */
const DATA = [
  'db/migrations',
  'docs/problems',
  'web/dist',
  'LICENSE',
  // The solver is WebAssembly, found beside the package's own code.
  'node_modules/highs/package.json',
  'node_modules/highs/build',
  ...globSync('src/**/*.{js,json}', { cwd: PROJECT }),
];

/** A thread starts from a file of its own. */
const ENTRIES = [
  'src/cli/index.ts',
  'src/portfolio/optimiser-worker.ts',
  'src/ai/context/token-worker.ts',
  'src/prediction/prices/prices-worker.ts',
  'src/prediction/forecast/forecast-worker.ts',
  'src/prediction/anomalies/anomalies-worker.ts',
  'src/analytics/behavior/clusters-worker.ts',
];

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
    entryPoints: ENTRIES,
    outbase: '.',
    outdir: directory,
    chunkNames: 'src/chunks/chunk-[hash]',
    plugins: [keepPlaces],
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
    external: ['vite', 'esbuild', 'pg-native', 'highs'],
    // Packages written as CommonJS ask for require, which a module does not have.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { fileURLToPath as __toPath } from 'node:url';",
        'const require = __createRequire(import.meta.url);',
        "const __app = __toPath(import.meta.url).replace(/\\/src\\/[^]*$/, '');",
      ].join(''),
    },
  });
  const missing = DATA.filter((path) => !existsSync(join(PROJECT, path)));
  for (const path of DATA)
    if (!missing.includes(path)) cpSync(join(PROJECT, path), join(directory, path), { recursive: true });
  return missing;
}

/** Code that looks for files beside itself finds them where its source was, wherever the bundle has put the code. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(building) {
    building.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const place = relative(PROJECT, path);
      const source = readFileSync(path, 'utf8');
      if (place.startsWith('node_modules') || !source.includes('import.meta.')) return undefined;
      const contents = source
        .replaceAll('import.meta.dirname', `(__app + '/${dirname(place)}')`)
        .replaceAll('import.meta.url', `('file://' + __app + '/${place}')`)
        .replaceAll(/(new URL\('[^']+)\.ts'/g, "$1.js'");
      return { contents, loader: 'ts' };
    });
  },
};
