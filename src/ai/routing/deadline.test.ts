import { expect, it } from 'vitest';
import { builtInModels } from '../catalogue/catalogue.ts';
import { splitByDeadline } from './deadline.ts';
import { chanceOfMissing, type Ranked } from './scoring.ts';

const [model] = builtInModels().models;

function candidate(p90LatencyMs: number): Ranked {
  if (model === undefined) throw new Error('no model');
  const figures = { quality: 1, expectedCostUsd: 0, worstCostUsd: 0, missProbability: 0, reliability: 1 };
  return { model, ...figures, expectedLatencyMs: p90LatencyMs / 2, p90LatencyMs, utility: 0 };
}

it('leaves out who is too slow, and says by how much', () => {
  const [quick, slow] = [candidate(4_000), candidate(9_000)];
  const { kept, late, nobodyIsQuick } = splitByDeadline([quick, slow], 5_000);
  expect(kept).toEqual([quick]);
  expect(late).toEqual([{ candidate: slow, reason: 'its predicted p90 of 9.0 s exceeds the 5.0 s left' }]);
  expect(nobodyIsQuick).toBeNull();
});

it('keeps the quickest where all are too slow, and says so', () => {
  const [slow, slower] = [candidate(6_000), candidate(9_000)];
  const split = splitByDeadline([slower, slow], 5_000);
  expect(split.kept).toEqual([slow]);
  expect(split.late.map((it) => it.candidate)).toEqual([slower]);
  expect(split.nobodyIsQuick).toMatch(/within 5\.0 s.*the quickest/);
  expect(splitByDeadline([], 5_000)).toEqual({ kept: [], late: [], nobodyIsQuick: null });
});

it('means by p90 that one in ten is later', () => {
  expect(chanceOfMissing(1_000, 1_000)).toBeCloseTo(0.5, 6);
  expect(chanceOfMissing(1_000, 1_000 * 9 ** (0.5 / 1.702))).toBeCloseTo(0.1, 6);
});
