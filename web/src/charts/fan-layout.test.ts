import { describe, expect, it } from 'vitest';
import { layOutFan } from './fan-layout.ts';

const FRAME = { width: 400, height: 200, top: 10, right: 50, bottom: 20 };
const DAY = 86_400_000;
const history = [100, 102, 101].map((value, day) => ({ at: day * DAY, value }));
const steps = [1, 2].map((day) => ({
  at: (2 + day) * DAY,
  value: 101,
  bands: [
    { level: 50, lower: 101 - day, upper: 101 + day },
    { level: 95, lower: 101 - 3 * day, upper: 101 + 3 * day },
  ],
}));

function coordinates(path: string): [number, number][] {
  return [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('a fan', () => {
  it('opens at the end of the history and draws the widest band first', () => {
    const plot = layOutFan({ history, steps }, FRAME);
    expect(plot.bands.map(({ level }) => level)).toEqual([95, 50]);
    const end = coordinates(plot.history).at(-1);
    expect(coordinates(plot.forecast)[0]).toEqual(end);
    for (const { path } of plot.bands) expect(coordinates(path)[0]).toEqual(end);
    expect(plot.times).toHaveLength(5);
  });

  it('keeps everything inside the frame, the wide band outside the narrow one', () => {
    const plot = layOutFan({ history, steps }, FRAME);
    const heights = plot.bands.map(({ path }) => coordinates(path).map(([, y]) => y));
    const [wide = [], narrow = []] = heights;
    expect(Math.min(...wide)).toBeGreaterThanOrEqual(FRAME.top);
    expect(Math.max(...wide)).toBeLessThanOrEqual(FRAME.height - FRAME.bottom);
    expect(Math.min(...wide)).toBeLessThan(Math.min(...narrow));
    expect(Math.max(...wide)).toBeGreaterThan(Math.max(...narrow));
  });

  it('needs no history', () => {
    const plot = layOutFan({ history: [], steps }, FRAME);
    expect(plot.history).toBe('');
    expect(coordinates(plot.forecast)).toHaveLength(2);
  });
});
