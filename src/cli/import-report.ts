import type { FileReport, MarketImportReport, SymbolsReport } from '#market';

const COLUMNS = ['file', 'new', 'changed', 'unchanged', 'refused'] as const;

/** The summary for people: a table of the files, then what else there is to know. */
export function renderReport(report: MarketImportReport, seconds: number): string {
  const { bars, symbols } = report;
  const rows = bars.files.map(fileRow);
  if (symbols !== null) rows.push(['symbols', ...counts({ ...symbols, refused: 0 })]);
  return [table([[...COLUMNS], ...rows]), '', ...remarks(report, seconds)].join('\n');
}

function fileRow(file: FileReport): string[] {
  return [file.name, ...(file.failure === null ? counts(file) : ['–', '–', '–', number(file.refused)])];
}

function counts(it: { added: number; changed: number; unchanged: number; refused: number }): string[] {
  return [it.added, it.changed, it.unchanged, it.refused].map(number);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

function remarks({ bars, symbols }: MarketImportReport, seconds: number): string[] {
  const written = bars.files.filter(({ failure }) => failure === null);
  const total = written.reduce((sum, it) => sum + it.added + it.changed + it.unchanged, 0);
  const simulated = bars.simulatedRemoved + (symbols?.simulatedRemoved ?? 0);
  return [
    ...bars.files.flatMap(({ name, failure }) =>
      failure === null ? [] : [`${name} ${failure}: nothing of it was written.`],
    ),
    ...(bars.rolledBack ? ['Nothing was imported (--strict).'] : []),
    ...(total > 0
      ? [
          `${number(total)} bars in ${seconds.toFixed(1)} s (${number(Math.round(total / seconds))} a second).`,
        ]
      : []),
    ...(simulated > 0 ? [`${number(simulated)} simulated instruments gave way to real data.`] : []),
    ...(symbols === null ? [] : datingRemark(symbols)),
  ];
}

function datingRemark({ sharesDating }: SymbolsReport): string[] {
  if (sharesDating?.by === 'closes')
    return [
      `Share counts are of ${sharesDating.date}, the session whose closes give the file’s market caps.`,
    ];
  if (sharesDating?.by === 'option')
    return [`Share counts are of ${sharesDating.date}, as told by --shares-as-of.`];
  if (sharesDating?.by === 'nothing')
    return [
      'The share counts have no date and count as of each symbol’s last bar; --shares-as-of gives them one.',
    ];
  return [];
}

/** The refused lines, one each as `file:line: why`, and how many more there are. */
export function renderRefused({ refused, refusedInAll }: MarketImportReport): string {
  const lines = refused.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
  const more = refusedInAll - refused.length;
  return [...lines, ...(more > 0 ? [`… and ${number(more)} more lines`] : [])].join('\n');
}
