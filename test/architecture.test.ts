import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Which rooms a room may import; a room may always import itself. Everything absent here is a breach. */
const ARROWS: Record<string, readonly string[]> = {
  contracts: [],
  platform: ['contracts'],
  access: ['contracts', 'platform'],
  simulator: ['contracts', 'platform'],
  ai: ['contracts', 'platform', 'access'],
  market: ['contracts', 'platform', 'access'],
  sentiment: ['contracts', 'platform', 'access'],
  portfolio: ['contracts', 'platform', 'access', 'market'],
  analytics: ['contracts', 'platform', 'access', 'market'],
  prediction: ['contracts', 'platform', 'access', 'market', 'analytics'],
  advisor: ['contracts', 'platform', 'access', 'ai', 'market', 'prediction', 'portfolio', 'sentiment'],
  realtime: ['contracts', 'platform', 'access'],
  client: ['contracts'],
  demo: ['contracts', 'platform', 'market', 'analytics', 'simulator'],
};

const MAX_FILE_LINES = 400;

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Paths of files, or names of rooms as `#room`, in order of appearance. */
  readonly imports: readonly string[];
  /** Those that must be loaded first: not the ones loaded when they are called for. */
  readonly eager: readonly string[];
}

const sources = globSync('src/**/*.ts', { cwd: ROOT }).map(readSource);
const production = sources.filter(({ path }) => !path.endsWith('.test.ts'));

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const eager = specifiers(text, /(?:from|import)\s*'([^']+)'/g).flatMap(resolve);
  const lazy = specifiers(text, /import\s*\(\s*'([^']+)'/g).flatMap(resolve);
  return { path, room: path.split('/')[1] ?? '', text, imports: [...eager, ...lazy], eager };

  function resolve(specifier: string): string[] {
    if (specifier.startsWith('#')) return [specifier];
    return specifier.startsWith('.') ? [relative(ROOT, join(ROOT, dirname(path), specifier))] : [];
  }
}

function specifiers(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function roomOf(imported: string): string {
  return imported.startsWith('#') ? (imported.slice(1).split('/')[0] ?? '') : (imported.split('/')[1] ?? '');
}

describe('architecture', () => {
  it('finds the sources', () => {
    expect(production.length).toBeGreaterThan(30);
  });

  it('imports only along the arrows', () => {
    const inRooms = production.filter(({ room, path }) => path.split('/').length > 2 && room !== 'cli');
    const breaches = inRooms.flatMap(({ path, room, imports }) => {
      const allowed = ARROWS[room] ?? [];
      return imports
        .filter((it) => roomOf(it) !== room && !allowed.includes(roomOf(it)))
        .map((it) => `${path} imports ${it}`);
    });
    expect(breaches).toEqual([]);
  });

  it('enters another room by its index only', () => {
    const breaches = production.flatMap(({ path, room, imports }) => {
      const foreign = imports.filter(
        (it) => !it.startsWith('#') && roomOf(it) !== room && it.split('/').length > 2 && room !== 'main.ts',
      );
      return foreign.map((it) => `${path} imports ${it}`);
    });
    expect(breaches).toEqual([]);
  });

  it('keeps SQL in stores, and time and chance out of engines', () => {
    const engines = /^src\/(market\/indicators|prediction|portfolio|sentiment)\//;
    const impure = production.filter(
      ({ path, text }) => engines.test(path) && /\bDate\.now\(\)|Math\.random\(\)/.test(text),
    );
    expect(impure.map(({ path }) => path)).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = production.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path);
    expect(readers).toEqual(['src/cli/environment.ts']);
  });

  it('has no cycles', () => {
    expect(findCycle(new Map(production.map(({ path, eager }) => [path, eager.map(toFile)])))).toEqual([]);
  });

  it('keeps files readable', () => {
    const tooLong = sources
      .filter(({ text }) => text.split('\n').length > MAX_FILE_LINES)
      .map(({ path }) => path);
    expect(tooLong).toEqual([]);
    expect(sources.filter(({ path }) => /\/(utils|helpers|shared|common)\//.test(path))).toEqual([]);
  });
});

function toFile(imported: string): string {
  if (!imported.startsWith('#')) return imported;
  const [room = '', ...rest] = imported.slice(1).split('/');
  return rest.length === 0 ? `src/${room}/index.ts` : `src/${room}/${rest.join('/')}.ts`;
}

/** The first import cycle, as the files on it; empty where there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    const start = trail.indexOf(file);
    if (start >= 0) return [...trail.slice(start), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
