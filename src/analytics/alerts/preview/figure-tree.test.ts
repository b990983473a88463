import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Figures, FigureTree } from './figure-tree.ts';

it('says of any run of slices what adding them up would', () => {
  const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 70 });
  fc.assert(
    fc.property(numbers, fc.nat(70), fc.nat(70), (values, one, other) => {
      const [from, to] = [Math.min(one, values.length), Math.min(other, values.length)];
      const slices = values.map((sum, at): Figures => ({ count: at, sum, highest: sum, lowest: -sum }));
      const run = slices.slice(from, to);
      const total = (key: 'count' | 'sum') => run.reduce((sum, slice) => sum + slice[key], 0);
      expect(new FigureTree(slices).over(from, to)).toEqual(
        run.length === 0
          ? undefined
          : {
              count: total('count'),
              sum: total('sum'),
              highest: Math.max(...run.map(({ highest }) => highest)),
              lowest: Math.min(...run.map(({ lowest }) => lowest)),
            },
      );
    }),
    { numRuns: 1_000 },
  );
});
