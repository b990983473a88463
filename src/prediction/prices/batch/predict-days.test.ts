import { describe, expect, it } from 'vitest';
import { firstBars, garchHistory } from '../price-paths.test-data.ts';
import { type DayPrediction, predictDays } from './predict-days.ts';

function line(id: string, seed: number, length = 200) {
  const { close, range, volume } = firstBars(garchHistory(200, seed), length);
  return JSON.stringify({
    id,
    kind: 'stock',
    date: Array.from({ length }, (_, i) => 20200101 + 100 * Math.floor(i / 28) + (i % 28)),
    ...(range && { open: [...range.open], high: [...range.high], low: [...range.low] }),
    close: [...close],
    volume: [...(volume ?? [])],
  });
}

const predictions = (lines: readonly string[], days: number) =>
  [...predictDays(lines, days)].filter((answer): answer is DayPrediction => 'index' in answer);

describe('predictions of the last days', () => {
  it('has one line a series and day, in order, with the price known the day before', () => {
    const found = predictions([line('B', 1), line('A', 2)], 3);
    expect(found.map(({ id, index }) => [id, index])).toEqual([
      ['B', 197],
      ['B', 198],
      ['B', 199],
      ['A', 197],
      ['A', 198],
      ['A', 199],
    ]);
    const { close } = garchHistory(200, 1);
    expect(found[0]!.current_price).toBe(close[196]);
    for (const { intervals, predicted_price, p_up, volatility } of found) {
      expect(Object.keys(intervals)).toEqual(['50', '80', '90', '95']);
      expect(intervals['90']!.lower).toBeLessThan(predicted_price);
      expect(intervals['90']!.upper).toBeGreaterThan(predicted_price);
      expect(intervals['95']!.lower).toBeLessThanOrEqual(intervals['90']!.lower);
      expect(p_up).toBeGreaterThan(0);
      expect(p_up).toBeLessThan(1);
      expect(volatility).toBeGreaterThan(0);
    }
  });

  it('uses nothing of the predicted day, of its own series or of the market', () => {
    const whole = predictions(
      [1, 2, 3].map((seed) => line(`S${seed}`, seed)),
      5,
    );
    const cut = predictions(
      [1, 2, 3].map((seed) => line(`S${seed}`, seed, 196)),
      1,
    );
    for (const id of ['S1', 'S2', 'S3']) {
      const at195 = (list: readonly DayPrediction[]) => list.find((it) => it.id === id && it.index === 195);
      expect(at195(cut)).toEqual(at195(whole));
    }
  });

  it('answers a line it cannot use with the reason, and goes on', () => {
    const good = line('ok', 4);
    const broken = (change: (series: Record<string, unknown[]>) => void) => {
      const series = JSON.parse(line('bad', 5));
      change(series);
      return JSON.stringify(series);
    };
    const bad: [string, string][] = [
      ['{', 'not JSON'],
      ['[]', 'not a JSON object'],
      ['{"close":[1]}', '"id" is missing'],
      ['{"id":"x"}', '"close" is missing'],
      ['{"id":"x","close":[1,2,3]}', '3 closes are too few'],
      [broken(({ close }) => close!.splice(7, 1, 0)), '"close"[7] is not a positive number'],
      [broken(({ close }) => close!.splice(7, 1, null)), '"close"[7] is not a positive number'],
      [broken(({ volume }) => volume!.pop()), '"volume" has 199 values, "close" has 200'],
      [broken(({ date }) => date!.splice(0, 1, 99999999)), '"date"[1] does not come after the one before'],
      [broken(({ date }) => date!.splice(9, 1, date![8])), '"date"[9] does not come after the one before'],
    ];
    const answers = [...predictDays([...bad.map(([text]) => text), good], 1)];
    expect(answers).toHaveLength(bad.length + 1);
    for (const [i, [, message]] of bad.entries())
      expect(answers[i]).toMatchObject({ line: i + 1, error: expect.stringContaining(message) });
    expect(answers.at(-1)).toMatchObject({ id: 'ok', index: 199 });
  });

  it('repairs a bar whose range cannot be', () => {
    const series = JSON.parse(line('odd', 6));
    series.high[50] = 0;
    series.low[60] = null;
    expect(predictions([JSON.stringify(series)], 1)).toHaveLength(1);
  });
});
