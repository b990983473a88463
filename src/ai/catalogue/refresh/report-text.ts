import type { RefreshReport } from './refresh.ts';

const MOST_NAMES = 20;

/** What a refresh changes, to read. */
export function refreshText(report: RefreshReport): string {
  const lines = [
    `${report.source}, as of ${report.date}`,
    `${report.confirmed.length} models as before`,
    ...report.changed.map(({ id, changes }) => `changed   ${id}: ${changes.join(', ')}`),
    ...report.added.map((id) => `added     ${id}; its quality is a guess until it is rated`),
    ...report.retired.map(({ id, successor }) =>
      successor === null
        ? `retired   ${id}: kept, its provider has no other model here`
        : `retired   ${id}: now means ${successor}`,
    ),
    ...report.troubled.map(({ id, why }) => `not taken ${id}: ${why}; it stays as it was`),
    ...listed('not in it, kept as before: ', report.missing),
    ...listed('new, taken in by --add: ', report.available),
    ...listed(
      'price fields of other services, not read: ',
      Object.entries(report.ignored_price_fields).map(([name, count]) => `${name} (${count})`),
    ),
  ];
  return lines.join('\n');
}

function listed(head: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return [`${head}${names.slice(0, MOST_NAMES).join(', ')}${more}`];
}
