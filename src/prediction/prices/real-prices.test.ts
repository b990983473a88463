import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPriceLine } from './batch/price-line.ts';
import { LEVELS, type PriceStep, WalkForward } from './walk-forward.ts';

const DATA = '../shared/data/forecast/prices_daily.jsonl.gz';
const present = existsSync(DATA);
if (!present) console.warn(`SKIPPED: predictions of real prices, ${DATA} is not here`);

const K90 = LEVELS.indexOf(0.9);

/** Forecasts of the later half of each series of a kind, with what came of them. */
function forecasts(kind: string): { step: PriceStep; outcome: number }[] {
  const texts = gunzipSync(readFileSync(DATA)).toString().trim().split('\n');
  return texts
    .map(readPriceLine)
    .filter((line) => line.kind === kind)
    .flatMap(({ history }) => {
      const { close } = history;
      const walk = new WalkForward(history, 1);
      const steps = Array.from({ length: close.length - 2 }, () => walk.next());
      return steps
        .slice(Math.floor(close.length / 2))
        .map((step) => ({ step, outcome: Math.log(close[step.index + 1]! / close[step.index]!) }));
    });
}

describe.skipIf(!present)('predictions of real prices', () => {
  it.each(['stock', 'fx', 'index'])(
    'are no worse than the random walk and cover what they say: %s',
    (kind) => {
      const found = forecasts(kind);
      const squares = (error: (it: (typeof found)[number]) => number) =>
        found.reduce((sum, it) => sum + error(it) ** 2, 0);
      const ratio = Math.sqrt(
        squares(({ step, outcome }) => outcome - step.mean) / squares(({ outcome }) => outcome),
      );
      expect(ratio).toBeLessThan(1.0005);
      const inside = found.filter(
        ({ step, outcome }) => Math.abs(outcome - step.mean) <= step.halfWidths[K90]! * step.sigma,
      );
      expect(inside.length / found.length).toBeGreaterThan(0.89);
      expect(inside.length / found.length).toBeLessThan(0.91);
      const rose = found.filter(({ outcome }) => outcome > 0).length / found.length;
      const said = found.reduce((sum, { step }) => sum + step.direction.up, 0) / found.length;
      expect(Math.abs(rose - said)).toBeLessThan(0.02);
    },
  );
});
