import { describe, expect, it } from 'vitest';
import { progressBar } from './terminal.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, write: (text: string) => written.push(text) > 0, written };
}

describe('progressBar', () => {
  it('draws one line in place and takes it away', () => {
    const terminal = recorder(true);
    {
      using bar = progressBar('importing', 200, terminal);
      bar.update(50, '1 of 4 files');
    }

    expect(terminal.written).toEqual([
      '\r\x1b[2Kimporting ██████░░░░░░░░░░░░░░░░░░ 25% 1 of 4 files',
      '\r\x1b[2K',
    ]);
  });

  it('draws at most ten times a second, but always the end', () => {
    const terminal = recorder(true);
    using bar = progressBar('importing', 1_000, terminal);
    for (let done = 1; done <= 1_000; done++) bar.update(done);

    expect(terminal.written.length).toBeLessThan(5);
    expect(terminal.written.at(-1)).toContain('100%');
  });

  it('cuts what is wider than the terminal, and survives an unknown total', () => {
    const terminal = recorder(true);
    using bar = progressBar('importing', 0, terminal);
    bar.update(10, 'x'.repeat(100));

    expect(terminal.written[0]?.length).toBe('\r\x1b[2K'.length + 59);
  });

  it('is silent where nobody watches', () => {
    const terminal = recorder(false);
    {
      using bar = progressBar('importing', 1, terminal);
      bar.update(1);
    }

    expect(terminal.written).toEqual([]);
  });
});
