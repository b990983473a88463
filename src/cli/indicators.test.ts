import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../bin/richesreach.js');
const BARS = 'date,open,high,low,close,volume\n2024-01-08,10,11,9,10,5\n2024-01-09,11,12,10,11,6\n';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'indicators-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

async function run(argument: string, input = '') {
  const child = spawn(process.execPath, [PROGRAM, 'indicators', argument]);
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { stdout, stderr, code };
}

describe('richesreach indicators', () => {
  it('answers a vectors document in its own shape', async () => {
    const document = {
      definitions: 'as given',
      cases: [{ name: 'one', input: { open: [1], high: [1], low: [1], close: [1], volume: [3] } }],
    };
    const { stdout, stderr, code } = await run(await file('vectors.json', JSON.stringify(document)));
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...document,
      cases: [{ name: 'one', expected: { obv: [3], vwapSession: [1], rsi14: [null] } }],
    });
  });

  it.each(['plain', 'gzip', 'standard input'])('answers csv bars (%s)', async (kind) => {
    const path = await file('bars.csv.gz', gzipSync(BARS));
    const { stdout, code } =
      kind === 'standard input'
        ? await run('-', BARS)
        : await run(kind === 'gzip' ? path : await file('bars.csv', BARS));
    expect(code).toBe(0);
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    expect(header).toMatch(/^date,sma20,.*,roc10$/);
    expect(rows.map((row) => row.split(',')[header.split(',').indexOf('obv')])).toEqual(['5', '11']);
  });

  it.each([
    ['is not there', undefined, 'does not exist'],
    ['is cut off JSON', '{"cases": [', 'Unexpected end of JSON input'],
    ['is another document', '{"cases": [{}]}', '/cases/0/input is required'],
    ['has a bad line', `${BARS}2024-01-10,1,1,1,one,1\n`, 'Line 4: close is "one", which is not a number.'],
  ])('says what is wrong where the file %s', async (name, content, reason) => {
    const path = content === undefined ? join(directory, 'none.csv') : await file(`${name}.txt`, content);
    const { stdout, stderr, code } = await run(path);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(path);
    expect(stderr).toContain(reason);
  });
});
