import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('is small, and needs nothing', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    metafile: true,
  });
  expect(Object.keys(metafile.inputs).filter((path) => !path.startsWith('src/client/'))).toEqual([]);
  expect(gzipSync(outputFiles[0]?.contents ?? '').byteLength).toBeLessThan(4_000);
});
