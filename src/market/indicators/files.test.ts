import { describe, expect, it } from 'vitest';
import { DomainError } from '#platform';
import { answerBars } from './bars-file.ts';
import { answerVectors } from './vectors-file.ts';

const input = {
  open: [10, 11, 12],
  high: [11, 12, 13],
  low: [9, 10, 11],
  close: [10, 11, 12],
  volume: [0, 100, 50],
};

function errorsOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.errors?.map(({ pointer, message }) => `${pointer} ${message}`);
  }
}

describe('vectors file', () => {
  it('is answered in its own shape, undefined as null', () => {
    const document = { tolerance: { rule: 'x' }, cases: [{ name: 'short', dates: null, input }] };
    const answer = answerVectors(document) as typeof document & {
      cases: { expected: Record<string, unknown> }[];
    };
    expect(answer).toMatchObject(document);
    expect(Object.keys(answer.cases[0]?.expected ?? {})).toHaveLength(25);
    expect(answer.cases[0]?.expected).toMatchObject({
      obv: [0, 100, 150],
      vwapSession: [null, 11, (1100 + 600) / 150],
      sma20: [null, null, null],
    });
  });

  it('replaces what was expected and counts the cases', () => {
    const done: number[] = [];
    const cases = [{ input, expected: { obv: [1] } }, { input }];
    expect(answerVectors({ cases }, (count) => done.push(count))).toMatchObject({
      cases: [{ expected: { obv: [0, 100, 150] } }, {}],
    });
    expect(done).toEqual([1, 2]);
  });

  it('is refused with a pointer to each mistake', () => {
    expect(errorsOf(() => answerVectors([]))).toEqual([' must be object']);
    expect(errorsOf(() => answerVectors({ cases: [{ input: { ...input, close: [1, null, 3] } }] }))).toEqual([
      '/cases/0/input/close/1 must be number',
    ]);
    expect(errorsOf(() => answerVectors({ cases: [{ input }, { input: { ...input, low: [1] } }] }))).toEqual([
      '/cases/1/input/low has 1 values, close has 3',
    ]);
    expect(errorsOf(() => answerVectors({ cases: [{ input: { ...input, low: [9, 99, 11] } }] }))).toEqual([
      '/cases/0/input/high/1 is 12, below the low of 99',
    ]);
  });
});

const answer = (text: string) => [...answerBars(text)].map((line) => line.trimEnd().split(','));

describe('csv bars', () => {
  const header = 'date,symbol,open,high,low,close,volume,split';

  it('are answered line by line, each symbol for itself', () => {
    const rows = answer(
      `${header}\n2024-01-08,A,10,10,10,10,5,1\n2024-01-08,B,1,1,1,1,7,1\n2024-01-09,A,11,11,11,11,6,1\n2024-01-09,B,2,2,2,2,8,1\n`,
    );
    const obv = rows[0]?.indexOf('obv') ?? -1;
    expect(rows.map((row) => [row[0], row[1], row[obv]])).toEqual([
      ['date', 'symbol', 'obv'],
      ['2024-01-08', 'A', '5'],
      ['2024-01-08', 'B', '7'],
      ['2024-01-09', 'A', '11'],
      ['2024-01-09', 'B', '15'],
    ]);
    expect(rows[0]).toHaveLength(27);
    expect(rows[1]?.[2]).toBe('');
  });

  it('are restated for splits', () => {
    const rows = answer(`${header}\n2024-01-08,A,40,40,40,40,5,1\n2024-01-09,A,11,11,11,11,6,4\n`);
    const [vwap, obv] = ['vwapSession', 'obv'].map((name) => rows[0]?.indexOf(name) ?? -1) as [
      number,
      number,
    ];
    expect(rows[1]?.[vwap]).toBe('10');
    expect(rows[2]?.[obv]).toBe('26');
  });

  it('need neither dates nor symbols nor splits', () => {
    const rows = answer('Close,Open,High,Low,Volume\n10,10,10,10,5\n\n11,11,11,11,6\n');
    expect(rows[0]?.[0]).toBe('sma20');
    expect(rows).toHaveLength(3);
  });

  const bars = (...lines: string[]) => `${header}\n${lines.join('\n')}\n`;
  it.each([
    ['', 'The csv has no bars: one line of names, one line a bar.'],
    [`${header}\n`, 'The csv has no bars: one line of names, one line a bar.'],
    ['open,close\n1,1\n', 'The csv has no column high, low, volume; its columns are open, close.'],
    [bars('2024-01-08,A,1,1,1,x,1,1'), 'Line 2: close is "x", which is not a number.'],
    [bars('2024-01-08,A,1,1,1,,1,1'), 'Line 2: close is "", which is not a number.'],
    [bars('2024-01-08,A,1,1,0,1,1,1'), 'Line 2: low is 0; it must be above 0.'],
    [bars('2024-01-08,A,1,1,2,1,1,1'), 'Line 2: high is 1, below the low of 2.'],
    [bars('2024-01-08,A,1,1,1,1,-1,1'), 'Line 2: volume is -1; a volume is not negative.'],
    [bars('2024-01-08,A,1,1,1,1,1,0'), 'Line 2: split is 0; it must be above 0.'],
    [
      bars('2024-01-08,A,1,1,1,1,1,1', '2024-01-08,A,1,1,1,1,1,1'),
      'Line 3: 2024-01-08 does not come after 2024-01-08. Sort by date, with each date once a symbol.',
    ],
    [
      bars('2024-01-08,A,1'),
      'The csv cannot be read: Invalid Record Length: columns length is 8, got 3 on line 2.',
    ],
  ])('are refused with the reason: %j', (text, reason) => {
    expect(() => answer(text)).toThrow(reason);
  });
});
