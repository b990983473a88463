import { expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { toCsv } from './csv.ts';

interface Row {
  readonly name: string | null;
  readonly value: number | null;
}

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Name, long', value: (row) => row.name },
  { key: 'value', title: 'Value', value: (row) => row.value, cell: () => 'shown otherwise', numeric: true },
];

it('quotes by RFC 4180 and writes figures in full', () => {
  const rows = [
    { name: 'He said "no"', value: 0.1 + 0.2 },
    { name: 'two\nlines', value: -3 },
    { name: null, value: null },
  ];
  expect(toCsv({ columns, rows, fileName: 'x' })).toBe(
    '"Name, long",Value\r\n"He said ""no""",0.30000000000000004\r\n"two\nlines",-3\r\n,\r\n',
  );
});

it.each(['=1+1', '+1', '-cmd', '@SUM(A1)', '\tx'])('takes the formula out of %s', (name) => {
  expect(toCsv({ columns, rows: [{ name, value: 1 }], fileName: 'x' })).toContain(`'${name}`);
});
