import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFields, splitFields, textOf } from './fields.ts';

function split(line: string): string[] | string {
  const fields = createFields();
  const bytes = Buffer.from(`before\n${line}`);
  const wrong = splitFields(fields, bytes, 7, bytes.length);
  return wrong ?? Array.from({ length: fields.count }, (_, index) => textOf(fields, index));
}

describe('fields of a line', () => {
  it('stand between commas; the last may be empty', () => {
    expect(split('a,b,c')).toEqual(['a', 'b', 'c']);
    expect(split('a,,c,')).toEqual(['a', '', 'c', '']);
    expect(split('')).toEqual(['']);
    expect(split('a,b\r')).toEqual(['a', 'b']);
  });

  it('may be quoted, with commas and doubled quotes inside', () => {
    expect(split('"a,b","say ""hi""",c')).toEqual(['a,b', 'say "hi"', 'c']);
    expect(split('"",x')).toEqual(['', 'x']);
  });

  it('are refused where a quote is not closed or text follows it', () => {
    expect(split('"a,b')).toContain('quote');
    expect(split('"a"b,c')).toContain('quote');
    expect(split(','.repeat(300))).toContain('256');
  });

  it('come out as they went in, whatever they hold', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ' ', '1', '\r'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 8 }), (values) => {
        const line = values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
        expect(split(line)).toEqual(values.map((value) => value.trim()));
      }),
    );
  });
});
