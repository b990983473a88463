import { describe, expect, it } from 'vitest';
import { forecastBatch } from './batch.ts';
import { forecastLine } from './batch-line.ts';

async function* lines(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function answers(texts: readonly string[], levels = [80, 95]) {
  const thread = async (given: Parameters<typeof forecastLine>[0][]) => given.map(forecastLine);
  return Array.fromAsync(forecastBatch(lines(texts), { levels, threads: [thread, thread, thread] as never }));
}

describe('forecastBatch', () => {
  it('answers in order, with nested intervals of every level', async () => {
    const texts = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify({
        id: `s${i}`,
        m: 4,
        h: 3,
        x: Array.from({ length: 24 }, (_, t) => 10 + i + (t % 4) + ((t * 7919) % 13) / 5),
      }),
    );
    const all = await answers(texts, [50, 90, 99.5]);
    expect(all.map(({ id }) => id)).toEqual(texts.map((_, i) => `s${i}`));
    for (const answer of all) {
      if (!('mean' in answer)) throw new Error(answer.error);
      const [narrow, wide, widest] = ['50', '90', '99.5'].map((level) => answer.intervals[level]);
      for (const [h, mean] of answer.mean.entries()) {
        const bounds = [
          widest?.lower,
          wide?.lower,
          narrow?.lower,
          [],
          narrow?.upper,
          wide?.upper,
          widest?.upper,
        ].map((it) => it?.[h] ?? mean);
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
      }
    }
  });

  it('does not let one series change the forecast of another', async () => {
    const line = JSON.stringify({ id: 'a', m: 1, h: 2, x: [3, 5, 4, 6, 5, 7, 6, 8] });
    const [alone] = await answers([line]);
    const [beside] = await answers([
      line,
      JSON.stringify({ id: 'b', m: 1, h: 2, x: [900, 3, 80, 1, 700, 2] }),
    ]);
    expect('mean' in alone! && alone.mean).toEqual('mean' in beside! && beside.mean);
  });

  it('names the line and the cause of what it cannot use, and goes on', async () => {
    const all = await answers([
      '{"id":"a","h":1,"x":[1]}',
      '',
      '[]',
      '{',
      '{"id":"b","h":1,"x":[1,NaN,3,4]}',
      '{"id":"c","h":1.5,"x":[1,2,3]}',
    ]);
    expect(all).toMatchObject([
      { id: 'a', line: 1, error: expect.stringContaining('There are 1 values') },
      { line: 3, error: expect.stringContaining('no object') },
      { line: 4, error: expect.stringContaining('no JSON') },
      { id: 'b', mean: [expect.any(Number)], filled: 1 },
      { id: 'c', line: 6, error: expect.stringContaining('"h" is 1.5') },
    ]);
  });
});
