import { describe, expect, it } from 'vitest';
import { createNormal } from './price-paths.test-data.ts';
import { BlockRecord, DemonstratedWeight } from './skill.ts';

describe('skill from blocks', () => {
  it('says nothing before ten blocks', () => {
    const record = new BlockRecord(5);
    for (let i = 0; i < 49; i++) record.add(1, 2);
    expect(record.ratio()).toBeUndefined();
    record.add(1, 2);
    expect(record.ratio()).toEqual({ value: 0.5, lower: 0.5, upper: 0.5, strictLower: 0.5 });
  });

  it('bounds a ratio by an interval that mostly holds the true one', () => {
    const hits = Array.from({ length: 200 }, (_, seed) => {
      const normal = createNormal(seed * 7919 + 1);
      const record = new BlockRecord(10);
      for (let i = 0; i < 400; i++) record.add(0.3 + normal(), 1);
      const { lower, upper } = record.ratio()!;
      return lower <= 0.3 && 0.3 <= upper;
    }).filter(Boolean).length;
    expect(hits).toBeGreaterThan(175);
    expect(hits).toBeLessThan(200);
  });

  it('trusts a forecast as far as it was right', () => {
    const normal = createNormal(9);
    const skilled = new DemonstratedWeight(20);
    const lucky = new DemonstratedWeight(20);
    for (let i = 0; i < 1_000; i++) {
      const forecast = 0.5 * normal();
      const outcome = 0.8 * forecast + normal();
      skilled.learn(outcome, forecast);
      lucky.learn(outcome, 0.5 * normal());
    }
    expect(skilled.weight).toBeGreaterThan(0.4);
    expect(skilled.weight).toBeLessThan(0.8);
    expect(lucky.weight).toBe(0);
  });
});
