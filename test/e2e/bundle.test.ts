import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltWebApp, buildWebApp } from './support/site.ts';

const FIRST_LOAD_KB = 170;
const LAZY_PAGE_KB = 70;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

describe('the built web app', () => {
  const stack = new AsyncDisposableStack();
  let app: BuiltWebApp;
  let chunks: Readonly<Record<string, Chunk>>;
  beforeAll(async () => {
    app = stack.use(await buildWebApp());
    chunks = JSON.parse(readFileSync(join(app.dir, '.vite/manifest.json'), 'utf8')) as typeof chunks;
  });
  afterAll(() => stack.disposeAsync());

  /** Files that a browser loads for a chunk: itself, what it imports, and their style sheets. */
  function filesOf(name: string, seen = new Set<string>()): Set<string> {
    const chunk = chunks[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (seen.has(chunk.file)) return seen;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
    for (const imported of chunk.imports ?? []) filesOf(imported, seen);
    return seen;
  }

  function kilobytes(files: Iterable<string>): number {
    const sizes = [...files].map((file) => gzipSync(readFileSync(join(app.dir, file)), { level: 9 }).length);
    return sizes.reduce((sum, size) => sum + size, 0) / 1000;
  }

  it.each([
    'src/pages/business/business-page.tsx',
    'src/pages/performance/performance-page.tsx',
    'src/pages/users/users-page.tsx',
    'src/pages/ai-router/ai-router-page.tsx',
    'src/pages/advisor/advisor-page.tsx',
    'src/pages/alerts/alerts-page.tsx',
    'src/pages/predictions/predictions-page.tsx',
    'src/pages/market/market-page.tsx',
    'src/pages/symbol/symbol-page.tsx',
    'src/pages/docs/docs-page.tsx',
  ])(`loads first with %s within ${FIRST_LOAD_KB} kB`, (page) => {
    const files = new Set([...filesOf('index.html'), ...filesOf(page)]);
    expect(kilobytes(files)).toBeLessThanOrEqual(FIRST_LOAD_KB);
    expect(kilobytes(files)).toBeGreaterThan(50);
  });

  it(`adds at most ${LAZY_PAGE_KB} kB for whatever is loaded later`, () => {
    const first = filesOf('index.html');
    const lazy = [...new Set(Object.values(chunks).flatMap(({ dynamicImports = [] }) => dynamicImports))];
    const tooLarge = lazy.filter((name) => {
      const added = [...filesOf(name)].filter((file) => !first.has(file));
      return kilobytes(added) > LAZY_PAGE_KB;
    });
    expect(lazy.length).toBeGreaterThan(4);
    expect(tooLarge).toEqual([]);
  });

  it('has no inline script or style, no font and no foreign address in its page', () => {
    const page = readFileSync(join(app.dir, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|https?:\/\//);
  });

  it('lies beside itself compressed, so that the server compresses nothing', async () => {
    const files = await readdir(join(app.dir, 'assets'));
    const plain = files.filter((file) => /\.(?:js|css)$/.test(file));
    expect(plain.length).toBeGreaterThan(5);
    for (const file of plain) expect(files).toEqual(expect.arrayContaining([`${file}.br`, `${file}.gz`]));
  });
});
