import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipOf } from './zip.ts';

const HERE = import.meta.dirname;

/**
 * The files that Terraform uploads, by name. CloudFront Functions want a top-level `handler` and may import nothing but
 * `cloudfront`; nothing is shaken off, because nobody in the file calls `handler`.
 */
export async function emitEdge(): Promise<Map<string, Buffer>> {
  const functions = ['viewer-request', 'viewer-response'] as const;
  const files = new Map<string, Buffer>();
  for (const name of functions) {
    const text = await bundle(name, {
      format: 'esm',
      target: 'es2017',
      // The runtime's list of what it knows does not name shorthand properties.
      supported: { 'object-extensions': false },
      external: ['cloudfront'],
    });
    files.set(`${name}.js`, Buffer.from(text.replace(/export\s*\{\s*handler\s*\};?\s*$/, '')));
  }
  const lambda = await bundle('origin-request', { format: 'cjs', target: 'node22', platform: 'node' });
  files.set('origin-request.zip', zipOf('index.js', Buffer.from(lambda)));
  return files;
}

async function bundle(name: string, options: Parameters<typeof build>[0]): Promise<string> {
  const result = await build({
    entryPoints: [join(HERE, 'src', `${name}.ts`)],
    bundle: true,
    write: false,
    charset: 'ascii',
    minifySyntax: false,
    minifyWhitespace: true,
    legalComments: 'none',
    ...options,
  });
  const file = result.outputFiles?.[0];
  if (file === undefined) throw new Error(`esbuild emitted nothing for ${name}.`);
  return file.text;
}

if (import.meta.main) {
  mkdirSync(join(HERE, 'dist'), { recursive: true });
  for (const [name, bytes] of await emitEdge()) {
    writeFileSync(join(HERE, 'dist', name), bytes);
    process.stdout.write(`${name} ${bytes.length} bytes\n`);
  }
}
