import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from '../bars.ts';
import { readBars } from './read-bars.ts';

const HEADER = 'date,symbol,open,high,low,close,adjusted_close,volume,dividend,split';
const GOOD = '2020-01-02,AAA,10,12,9,11,10.5,1000,0,1';

interface Read {
  bars: (string | number)[][];
  refused: [number, string][];
  fields: readonly string[];
}

/** Reads csv text that arrives in chunks of that many bytes. */
async function read(text: string, chunkBytes = 1_000_000): Promise<Read> {
  const result: Read = { bars: [], refused: [], fields: [] };
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes)
      yield Buffer.from(bytes.subarray(at, at + chunkBytes));
  }
  await readBars(chunks(), dayOf('2030-01-01'), {
    header: (fields) => void (result.fields = fields),
    bar: ({ symbol, day, values }) => void result.bars.push([dateOf(day), symbol, ...values]),
    refused: (line, reason) => void result.refused.push([line, reason]),
    progress: () => undefined,
  });
  return result;
}

const reasonFor = async (line: string) => (await read(`${HEADER}\n${line}\n`)).refused[0]?.[1];

describe('a csv of bars', () => {
  it('is read line by line', async () => {
    const { bars, refused, fields } = await read(
      `${HEADER}\n${GOOD}\n2020-01-03,BBB,1,2,0.5,1.5,1.5,7,0.1,2\n`,
    );
    expect(refused).toEqual([]);
    expect(fields).toHaveLength(8);
    expect(bars).toEqual([
      ['2020-01-02', 'AAA', 10, 12, 9, 11, 10.5, 1000, 0, 1],
      ['2020-01-03', 'BBB', 1, 2, 0.5, 1.5, 1.5, 7, 0.1, 2],
    ]);
  });

  it('may have its columns in any order, other columns, other names, quotes, CRLF, a BOM and no last newline', async () => {
    const { bars, fields } = await read(
      '\uFEFF"Close","Ticker",Timestamp,High,Low,Open,Note,Adj Close\r\n\r\n"11",aaa,2020-01-02,12,9,10,"x, y",10.5',
    );
    expect(fields).toEqual(['open', 'high', 'low', 'close', 'adjusted_close']);
    expect(bars).toEqual([['2020-01-02', 'AAA', 10, 12, 9, 11, 10.5, 0, 0, 1]]);
  });

  it('may leave optional fields empty', async () => {
    const { bars } = await read(`${HEADER}\n2020-01-02,AAA,10,12,9,11,,,,\n`);
    expect(bars).toEqual([['2020-01-02', 'AAA', 10, 12, 9, 11, Number.NaN, 0, 0, 1]]);
  });

  it('is the same wherever its chunks are cut', async () => {
    const lines = [HEADER, GOOD, 'broken', '2020-01-03,"AAA",1,2,0.5,1.5,1.5,7,0.1,2', '', GOOD];
    const whole = await read(lines.join('\n'));
    expect(whole.refused.map(([line]) => line)).toEqual([3, 6]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (chunkBytes) => {
        expect(await read(lines.join('\n'), chunkBytes)).toEqual(whole);
      }),
    );
  });

  it.each([
    ['2020-02-30,AAA,10,12,9,11,11,1,0,1', 'date "2020-02-30" is not a date YYYY-MM-DD'],
    ['2031-01-01,AAA,10,12,9,11,11,1,0,1', 'lies after 2030-01-01'],
    ['2020-01-02,A A,10,12,9,11,11,1,0,1', 'symbol "A A" is not a ticker symbol'],
    ['2020-01-02,AAA,ten,12,9,11,11,1,0,1', 'open "ten" is not a number'],
    ['2020-01-02,AAA,10,12,9,,11,1,0,1', 'close "" is not a number'],
    ['2020-01-02,AAA,0,12,0,11,11,1,0,1', 'open 0 is not above 0'],
    ['2020-01-02,AAA,10,9,12,11,11,1,0,1', 'high 9 is below low 12'],
    ['2020-01-02,AAA,10,12,9,13,11,1,0,1', 'close 13 lies outside [low 9, high 12]'],
    ['2020-01-02,AAA,8,12,9,11,11,1,0,1', 'open 8 lies outside [low 9, high 12]'],
    ['2020-01-02,AAA,10,12,9,11,11,-1,0,1', 'volume -1 is negative'],
    ['2020-01-02,AAA,10,12,9,11,11,1,0,0', 'split 0 is not above 0'],
    ['2020-01-02,AAA,10,1e300,9,11,11,1,0,1', 'too large'],
    ['2020-01-02,AAA,10,12,9,11,11,1,0', 'has 9 fields; the header names 10'],
    ['2020-01-02,AAA,10,12,9,11,11,1,0,1,9', 'has 11 fields; the header names 10'],
    ['2020-01-02,"AAA,10,12,9,11,11,1,0,1', 'quote that is not closed'],
  ])('refuses %s', async (line, reason) => {
    expect(await reasonFor(line)).toContain(reason);
  });

  it('keeps the first of two bars of one symbol and day', async () => {
    const { bars, refused } = await read(
      [HEADER, GOOD, GOOD.replace('AAA', 'BBB'), GOOD.replace('11,', '12,')].join('\n'),
    );
    expect(bars).toHaveLength(2);
    expect(refused).toEqual([[4, 'repeats AAA 2020-01-02; the first one stands']]);
  });

  it.each([
    ['', 'is empty'],
    ['\n\n', 'is empty'],
    [GOOD, 'has no header: line 1 must name the columns'],
    ['date,symbol,open,high,low\n', 'has no column close; its columns are date, symbol'],
    [`${HEADER},Close\n`, 'has the column close twice'],
    ['x'.repeat(70_000), 'has a line of more than 64 KiB'],
  ])('cannot be %j', async (text, reason) => {
    await expect(read(text)).rejects.toThrow(reason);
  });
});
