import type { ArgsDef } from 'citty';
import { describe, expect, it } from 'vitest';
import { checkArguments, REPEATED } from './arguments.ts';

const ARGS: ArgsDef = {
  file: { type: 'positional' },
  port: { type: 'string', alias: 'p' },
  demo: { type: 'boolean', default: true },
  'data-dir': { type: 'string' },
};

const check = (line: string, args: ArgsDef = ARGS) => {
  return () => checkArguments(line.split(' ').filter(Boolean), args, 'serve');
};

describe('checkArguments', () => {
  it.each(['x', 'x --port 1', 'x --port=1 -p 2', '--no-demo x --data-dir a', '-p 1 -- --x'])(
    'takes "%s"',
    (line) => {
      expect(check(line)).not.toThrow();
    },
  );

  it.each([
    ['x --prot 1', 'There is no option --prot.', 'Did you mean --port? See `richesreach serve --help`.'],
    ['x --no-dmo', 'There is no option --no-dmo.', 'Did you mean --no-demo? See `richesreach serve --help`.'],
    [
      'x --dataDir=a',
      'There is no option --dataDir.',
      'Did you mean --data-dir? See `richesreach serve --help`.',
    ],
    ['x --zzzzzz', 'There is no option --zzzzzz.', 'See `richesreach serve --help`.'],
    ['x -z', 'There is no option -z.', 'See `richesreach serve --help`.'],
    ['', 'file is missing.', 'See `richesreach serve --help`.'],
    ['x y', '"y" is one word too many.', 'See `richesreach serve --help`.'],
  ])('refuses "%s"', (line, message, fix) => {
    expect(check(line)).toThrow(expect.objectContaining({ name: 'UsageError', message, fix }));
  });

  it.each(['x --port', 'x --demo=yes', 'x --port --demo'])(
    'refuses the value in "%s" in one line',
    (line) => {
      expect(check(line)).toThrow(/^Option '.*\.$/);
    },
  );

  it('takes any number of a repeated argument', () => {
    expect(check('a b c', { files: { type: 'positional', valueHint: REPEATED } })).not.toThrow();
  });

  it('asks for a required option, and for one of an enumeration', () => {
    const args: ArgsDef = {
      name: { type: 'string', required: true },
      shell: { type: 'enum', options: ['a', 'b'] },
    };

    expect(check('--shell a', args)).toThrow('--name is missing.');
    expect(check('--name n --shell c', args)).toThrow('"c" is no --shell.');
    expect(check('--name n --shell b', args)).not.toThrow();
  });
});
