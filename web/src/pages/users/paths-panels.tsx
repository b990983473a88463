import type { DropOffPoint, JourneyPath, UserBehavior } from '#contracts/user-behavior';
import { percent } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

const PATHS: readonly Column<JourneyPath>[] = [
  {
    key: 'path',
    title: 'Path',
    value: ({ pages }) => pages.join(' → '),
    cell: ({ pages }) => <span className="block min-w-48 py-1.5 whitespace-normal">{pages.join(' → ')}</span>,
    className: 'w-full',
  },
  { key: 'sessions', title: 'Sessions', value: (path) => path.sessions, numeric: true },
  {
    key: 'share',
    title: 'Share',
    value: (path) => path.share,
    cell: (path) => percent(path.share, 1),
    numeric: true,
  },
];
const EXITS: readonly Column<DropOffPoint>[] = [
  { key: 'page', title: 'Page', value: (point) => point.page, className: 'w-full max-w-0 truncate' },
  { key: 'views', title: 'Views', value: (point) => point.views, numeric: true },
  {
    key: 'rate',
    title: 'Exit rate',
    value: (point) => point.exit_rate,
    cell: (point) => percent(point.exit_rate, 1),
    numeric: true,
  },
];

/** The ways people take through the pages, and where they leave. */
export function PathsPanels({ users }: { readonly users: UserBehavior }) {
  const { user_journey, drop_off_points } = users.behavior_patterns;
  const paths = { columns: PATHS, rows: user_journey.top_paths, fileName: 'user-paths' };
  const exits = { columns: EXITS, rows: drop_off_points, fileName: 'drop-off-points' };
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2">
      <Panel id="paths" title="Paths" defines={['user_journey']} table={paths}>
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Paths" rowKey={({ pages }) => pages.join(' ')} {...paths} />
        </div>
      </Panel>
      <Panel id="exits" title="Where people leave" defines={['drop_off_points']} table={exits}>
        {drop_off_points.length === 0 ? (
          <p className="text-muted">No page has 30 views yet.</p>
        ) : (
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Where people leave" rowKey={({ page }) => page} {...exits} />
          </div>
        )}
      </Panel>
    </div>
  );
}
