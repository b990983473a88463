import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '#platform';

const PAGES = join(import.meta.dirname, '../docs/problems');

describe('problem pages', () => {
  it('has one for every code, saying why and what to do', () => {
    for (const code of Object.keys(PROBLEMS)) {
      expect(existsSync(join(PAGES, `${code}.md`)), `docs/problems/${code}.md is missing`).toBe(true);
      const page = readFileSync(join(PAGES, `${code}.md`), 'utf8');
      expect(page).toContain(`# ${code}`);
      expect(page.length).toBeGreaterThan(120);
    }
  });

  it('has none for a code that does not exist', () => {
    const unknown = readdirSync(PAGES).filter((file) => !Object.hasOwn(PROBLEMS, file.replace(/\.md$/, '')));
    expect(unknown).toEqual([]);
  });
});
