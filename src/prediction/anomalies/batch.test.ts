import { describe, expect, it } from 'vitest';
import { answerAnomalyLine } from './batch.ts';
import { createDetector } from './detector.ts';

const answer = (series: unknown) => answerAnomalyLine(JSON.stringify(series), 7);

describe('answerAnomalyLine', () => {
  it('gives one score a point, as the detector does', () => {
    const v = Array.from({ length: 300 }, (_, i) => (i === 250 ? 9 : Math.sin(i)));
    const t = v.map((_, i) => new Date(i * 60_000).toISOString());
    const detector = createDetector();
    const scores = v.map((value, i) => Number(detector.next(i * 60, value).score.toFixed(6)));
    expect(answer({ file: 'a.csv', t, v })).toEqual({ file: 'a.csv', scores });
    expect(scores[250]).toBeGreaterThan(0.5);
  });

  it('reads times without a zone as UTC, and seconds', () => {
    const v = [1, 2, 3];
    const texts = answer({
      file: 1,
      t: ['1970-01-01 00:00:00', '1970-01-01T00:05', '1970-01-01 00:10:00.5'],
      v,
    });
    expect(texts).toEqual(answer({ file: 1, t: [0, 300, 600.5], v }));
  });

  it('takes an empty series', () => {
    expect(answer({ file: 'e', t: [], v: [] })).toEqual({ file: 'e', scores: [] });
  });

  it.each([
    [{ file: 'x', t: [1, 2], v: [1, null] }, 'v[1] is null, not a finite number.'],
    [{ file: 'x', t: [1, 'noon'], v: [1, 2] }, 't[1] is "noon", not a time such as 2026-01-31T09:30:00Z.'],
    [{ file: 'x', t: [1], v: [1, 2] }, '"t" has 1 entries and "v" has 2.'],
    [{ file: 'x', t: [1] }, '"v" is not a list.'],
  ])('says what is wrong with %j', (series, error) => {
    expect(answer(series)).toEqual({ file: 'x', line: 7, error });
  });

  it('says which line is no JSON', () => {
    expect(answerAnomalyLine('{"t": [NaN]}', 3)).toMatchObject({ file: null, line: 3 });
    expect(answerAnomalyLine('[1]', 3)).toMatchObject({
      error: 'The line is not an object {"file", "t", "v"}.',
    });
  });
});
