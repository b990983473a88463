import type { Rows } from './columns.ts';
import { saveFile } from './save-file.ts';

/** RFC 4180 text of a table; figures are not rounded. */
export function toCsv<Row>({ columns, rows }: Rows<Row>): string {
  const lines = [columns.map((column) => quoted(column.title))];
  for (const row of rows) lines.push(columns.map((column) => quoted(column.value(row))));
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

export function saveCsv<Row>(table: Rows<Row>): void {
  saveFile(new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' }), `${table.fileName}.csv`);
}

/** A text that a spreadsheet would run as a formula gets an apostrophe before it. */
function quoted(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
