import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PricePanel } from './estimate/panel.ts';
import { optimise } from './optimise.ts';
import { parsePrices } from './price-csv.ts';
import { loadHighsSolver } from './programming/highs.ts';
import { createSolver, type Solver } from './programming/solve.ts';

const DATA = join(import.meta.dirname, '../../../shared/data/portfolio');
const present = existsSync(join(DATA, 'expected.json'));
if (!present) console.warn(`SKIPPED: published portfolio results, ${DATA} is absent`);

interface Case {
  readonly id: string;
  readonly problem: Record<string, unknown>;
  readonly published: number[];
}

const cases: Case[] = present ? JSON.parse(readFileSync(join(DATA, 'expected.json'), 'utf8')).cases : [];
let prices: PricePanel;
let solver: Solver;

describe.skipIf(!present)('published results', () => {
  beforeAll(async () => {
    prices = parsePrices(gunzipSync(readFileSync(join(DATA, 'stock_prices.csv.gz'))).toString());
    solver = createSolver(await loadHighsSolver());
  });

  it.each(cases)('$id', ({ problem, published }) => {
    const result = optimise(problem, prices, solver);
    expect(result.status).toBe('optimal');
    const ours = [result.expected_return, result.risk, result.sortino ?? result.sharpe];
    for (const [k, value] of published.entries())
      expect(Math.abs(value - (ours[k] ?? Number.NaN))).toBeLessThan(5e-6);
    expect(result.certificate?.kkt).toBeLessThan(1e-9);
  });
});
