import { useMemo } from 'react';
import type { RoutePerformance } from '#contracts/performance';
import { count, percent, quantity } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

const SHOWN = 12;

function time(
  key: string,
  title: string,
  read: (route: RoutePerformance) => number | null,
  wideOnly = false,
): Column<RoutePerformance> {
  return { key, title, value: read, cell: (route) => quantity(read(route), 'ms'), numeric: true, wideOnly };
}

const COLUMNS: readonly Column<RoutePerformance>[] = [
  {
    key: 'route',
    title: 'Route',
    value: (route) => `${route.method} ${route.route}`,
    className: 'w-full max-w-0 truncate',
    cell: (route) => (
      <span title={route.route}>
        <span className="text-xs text-muted">{route.method}</span>{' '}
        <span className="font-mono text-xs">{route.route}</span>
      </span>
    ),
  },
  {
    key: 'requests',
    title: 'Requests',
    value: (route) => route.requests,
    cell: (route) => count(route.requests),
    numeric: true,
  },
  {
    key: 'errors',
    title: 'Errors',
    value: (route) => route.error_rate,
    cell: (route) => percent(route.error_rate),
    numeric: true,
    wideOnly: true,
  },
  time('p50', 'p50', (route) => route.p50_ms, true),
  time('p95', 'p95', (route) => route.p95_ms),
  time('p99', 'p99', (route) => route.p99_ms, true),
  time('longest', 'Longest', (route) => route.maximum_ms, true),
];

/** Routes of the API, the slowest first. */
export function RoutesPanel({ routes }: { readonly routes: readonly RoutePerformance[] }) {
  const rows = useMemo(() => [...routes].sort((a, b) => (b.p95_ms ?? -1) - (a.p95_ms ?? -1)), [routes]);
  const slowest = useMemo(() => rows.slice(0, SHOWN), [rows]);
  return (
    <Panel
      id="routes"
      title="Slowest routes"
      about="By the 95th percentile of the time from request to answer, read off each route’s histogram. All routes stand in the rows behind."
      table={{ columns: COLUMNS, rows, fileName: 'routes' }}
      className="lg:col-span-2"
    >
      {rows.length === 0 ? (
        <p className="text-muted">No request in these hours yet.</p>
      ) : (
        <div className="-mx-2 overflow-x-auto">
          <DataTable
            caption="Slowest routes"
            columns={COLUMNS}
            rows={slowest}
            fileName="routes"
            rowKey={(route) => `${route.method} ${route.route}`}
          />
        </div>
      )}
    </Panel>
  );
}
