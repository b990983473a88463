import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

/** Lays the channel client beside the app as one module, `/client.js`, for pages and programs that are not ours. */
export function clientModule(): Plugin {
  return {
    name: 'client-module',
    apply: 'build',
    async generateBundle() {
      const { outputFiles } = await build({
        entryPoints: [join(import.meta.dirname, '../src/client/index.ts')],
        bundle: true,
        minify: true,
        format: 'esm',
        target: 'es2023',
        write: false,
      });
      for (const { contents } of outputFiles)
        this.emitFile({ type: 'asset', fileName: 'client.js', source: contents });
    },
  };
}
