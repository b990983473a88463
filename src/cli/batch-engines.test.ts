import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../bin/richesreach.js');

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engines-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

async function run(words: readonly string[], input = '') {
  const child = spawn(process.execPath, [PROGRAM, ...words]);
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  const lines = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return { lines, stderr, code };
}

describe('richesreach optimize', () => {
  const prices =
    'date,A,B\n2024-01-01,10,20\n2024-01-02,11,20.2\n2024-01-03,10.5,20.1\n2024-01-04,11.2,20.5\n';

  it('answers every case in its order, the impossible ones with a reason', async () => {
    const cases = [
      { id: 'fine', problem: { method: 'min_volatility' } },
      { id: 'narrow', problem: { method: 'min_volatility', bounds: [0, 0.2] } },
      { id: 'odd', problem: { method: 'guess' } },
    ];
    const [caseFile, priceFile] = [
      await file('c.json', JSON.stringify({ cases })),
      await file('p.csv', prices),
    ];
    const { lines, code } = await run(['optimize', caseFile, '--prices', priceFile]);
    expect(code).toBe(0);
    expect(lines.map(({ id, status }) => [id, status])).toEqual([
      ['fine', 'optimal'],
      ['narrow', 'infeasible'],
      ['odd', 'invalid'],
    ]);
    expect(lines[0].weights.A + lines[0].weights.B).toBeCloseTo(1, 12);
  });

  it('names the line of a bad price', async () => {
    const paths = [
      await file('one.json', '{"method":"hrp"}'),
      await file('bad.csv', prices.replace('20.1', '-1')),
    ];
    const { code, stderr } = await run(['optimize', paths[0] ?? '', '--prices', paths[1] ?? '']);
    expect(code).toBe(1);
    expect(stderr).toContain('Line 4: the price of B is "-1"');
  });
});

describe('richesreach optimize-qp', () => {
  it('takes a problem on standard input', async () => {
    const { lines } = await run(['optimize-qp', '-'], '{"P": [[2]], "q": [-4], "upper": [1]}');
    expect(lines[0]).toMatchObject({ status: 'optimal', x: [1], objective: -3 });
  });

  it('says where a NaN is', async () => {
    const { lines, code } = await run(['optimize-qp', '-'], '{"P": [[NaN]]}');
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ status: 'invalid', reason: expect.stringContaining('P[0][0] is NaN') });
  });
});

describe('richesreach sentiment', () => {
  it('answers line by line', async () => {
    const input = '{"text": "Acme profit surges"}\n\n{"text": "Acme shares plunge on fraud"}\n';
    const { lines } = await run(['sentiment', '-'], input);
    expect(lines.map(({ label }) => label)).toEqual(['positive', 'negative']);
    expect(lines[0].entities[0]).toMatchObject({ name: 'Acme', label: 'positive' });
  });

  it('names a line that is not one', async () => {
    const { code, stderr } = await run(['sentiment', '-'], '{"text": "fine"}\n{"headline": "no"}\n');
    expect(code).toBe(1);
    expect(stderr).toContain('Line 2');
  });
});

describe('richesreach anomalies', () => {
  it('scores every line in its order, says what is wrong with the others, and ends with status 1', async () => {
    const t = Array.from({ length: 200 }, (_, i) => i * 60);
    const v = t.map((_, i) => (i === 150 ? 50 : Math.sin(i)));
    const input = [
      { file: 'a', t, v },
      { file: 'b', t, v: [1] },
      { file: 'c', t: [0], v: [1] },
    ];
    const { lines, stderr, code } = await run(
      ['anomalies', '-'],
      input.map((it) => JSON.stringify(it)).join('\n'),
    );
    expect(lines.map(({ file, scores }) => [file, scores?.length])).toEqual([
      ['a', 200],
      ['b', undefined],
      ['c', 1],
    ]);
    expect(lines[0].scores.indexOf(Math.max(...lines[0].scores))).toBe(150);
    expect(stderr).toContain('Line 2: "t" has 200 entries and "v" has 1.');
    expect(code).toBe(1);
  });
});
