import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DropOffPoint, JourneyPath } from '#contracts/user-behavior';
import { type AskedPeriod, pathsQuery } from '../../api/users.ts';
import { count, percent } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { DEPTHS, USUAL_DEPTH } from './users-search.ts';

const DEPTH_CHOICES = DEPTHS.map((depth) => ({ value: String(depth), label: `${depth} pages` }));
const ANY_PAGE = '';
const PATHS_SHOWN = 12;
const PAGE = 'min-w-0 px-0.5 [overflow-wrap:anywhere]';
const NONE: readonly JourneyPath[] = [];

/** What the paths are asked by; what is undefined is as usual. */
interface PathsChoice {
  readonly depth?: number | undefined;
  readonly start?: string | undefined;
}

interface PathsPanelsProps extends PathsChoice {
  readonly asked: AskedPeriod;
  readonly exits: readonly DropOffPoint[];
  readonly onChange: (choice: PathsChoice) => void;
}

/** The ways people take through the pages, and where they leave. */
export function PathsPanels({ exits, ...props }: PathsPanelsProps) {
  const { asked, depth = USUAL_DEPTH, start, onChange } = props;
  const all = useQuery(pathsQuery(asked, { depth })).data?.paths.top_paths ?? NONE;
  const toStart = useMemo<ToStart>(
    () => ({ pages: firstPages(all), go: (page) => onChange({ start: page }) }),
    [all, onChange],
  );
  const exitColumns = useMemo(() => exitColumnsOf(toStart), [toStart]);
  const table = { columns: exitColumns, rows: exits, fileName: 'drop-off-points' };
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <PathsPanel asked={asked} depth={depth} start={start} toStart={toStart} onChange={onChange} />
      <Panel id="exits" title="Where people leave" defines={['drop_off_points']} table={table}>
        {exits.length === 0 ? (
          <p className="text-muted">No page has 30 views in this period.</p>
        ) : (
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Where people leave" rowKey={({ page }) => page} {...table} />
          </div>
        )}
      </Panel>
    </div>
  );
}

/** Pages that sessions begin with, and how to show only those of one. */
interface ToStart {
  readonly pages: ReadonlySet<string>;
  readonly go: (page: string) => void;
}

function firstPages(paths: readonly JourneyPath[]): Set<string> {
  return new Set(paths.flatMap(({ pages }) => pages.slice(0, 1)).toSorted());
}

interface PathsPanelProps extends Omit<PathsPanelsProps, 'exits'> {
  readonly depth: number;
  readonly toStart: ToStart;
}

function PathsPanel({ asked, depth, start, toStart, onChange }: PathsPanelProps) {
  const query = useQuery(pathsQuery(asked, { depth, ...(start === undefined ? {} : { start }) }));
  const columns = useMemo(() => pathColumnsOf(toStart), [toStart]);
  const starts = [...new Set([...(start === undefined ? [] : [start]), ...toStart.pages])];
  const rows = query.data?.paths.top_paths ?? NONE;
  const shown = useMemo(() => rows.slice(0, PATHS_SHOWN), [rows]);
  const table = { columns, rows, fileName: 'user-paths' };
  return (
    <Panel
      id="paths"
      title="Paths"
      about="First pages of the sessions started in the period, repeats in a row left out; the most frequent paths, 50 of them among the rows. A press on a page shows the sessions that begin there."
      table={table}
    >
      <div className="flex flex-wrap items-end gap-2 pb-3">
        <Field label="Sessions that begin at" className="max-w-full">
          <Select
            value={start ?? ANY_PAGE}
            choices={[
              { value: ANY_PAGE, label: 'Any page' },
              ...starts.map((page) => ({ value: page, label: page })),
            ]}
            onChange={(page) => onChange({ start: page === ANY_PAGE ? undefined : page })}
          />
        </Field>
        <Field label="Up to">
          <Select
            value={String(depth)}
            choices={DEPTH_CHOICES}
            onChange={(next) => onChange({ depth: Number(next) === USUAL_DEPTH ? undefined : Number(next) })}
          />
        </Field>
      </div>
      <Loaded query={query} skeleton={<div className="skeleton h-56 rounded-md" />}>
        {({ paths }) =>
          paths.top_paths.length === 0 ? (
            <p className="text-muted">
              {start === undefined ? 'No session of this period viewed a page.' : 'No session began there.'}
            </p>
          ) : (
            <>
              <div className="-mx-2 overflow-x-auto">
                <DataTable
                  caption="Paths"
                  rowKey={({ pages: way }) => way.join(' → ')}
                  {...table}
                  rows={shown}
                />
              </div>
              <p className="pt-2 text-xs text-muted">
                {count(paths.sessions)} sessions{start === undefined ? '' : ` began at ${start}`}.
              </p>
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function pathColumnsOf(toStart: ToStart): readonly Column<JourneyPath>[] {
  return [
    {
      key: 'path',
      title: 'Path',
      value: ({ pages }) => pages.join(' → '),
      cell: ({ pages }) => <Way pages={pages} toStart={toStart} />,
      className: 'w-full',
    },
    {
      key: 'sessions',
      title: 'Sessions',
      value: (path) => path.sessions,
      cell: (path) => count(path.sessions),
      numeric: true,
    },
    {
      key: 'share',
      title: 'Share',
      value: (path) => path.share,
      cell: (path) => percent(path.share, 1),
      numeric: true,
    },
  ];
}

/** Pages in their order. The same page may come twice, but never twice in a row. */
function Way({ pages, toStart }: { readonly pages: readonly string[]; readonly toStart: ToStart }) {
  return (
    <span className="flex min-w-36 flex-wrap items-center gap-x-1 py-1 whitespace-normal">
      {pages.map((page, place) => (
        <span key={pages.slice(0, place + 1).join(' ')} className="inline-flex min-w-0 items-center gap-1">
          {place === 0 ? null : <span className="text-muted">→</span>}
          <PageName page={page} toStart={toStart} />
        </span>
      ))}
    </span>
  );
}

/** A page; to press where sessions begin with it. */
function PageName({ page, toStart: { pages, go } }: { readonly page: string; readonly toStart: ToStart }) {
  if (!pages.has(page)) return <span className={PAGE}>{page}</span>;
  return (
    <button
      type="button"
      title={`Sessions that begin at ${page}`}
      onClick={() => go(page)}
      className={`${PAGE} rounded-sm text-left hover:bg-accent-soft hover:text-accent`}
    >
      {page}
    </button>
  );
}

function exitColumnsOf(toStart: ToStart): readonly Column<DropOffPoint>[] {
  return [
    {
      key: 'page',
      title: 'Page',
      value: (point) => point.page,
      cell: ({ page }) => <PageName page={page} toStart={toStart} />,
      className: 'w-full max-w-0 truncate',
    },
    {
      key: 'exits',
      title: 'Exits',
      value: (point) => point.exits,
      cell: (point) => count(point.exits),
      numeric: true,
    },
    {
      key: 'views',
      title: 'Views',
      value: (point) => point.views,
      cell: (point) => count(point.views),
      numeric: true,
      wideOnly: true,
    },
    {
      key: 'rate',
      title: 'Exit rate',
      value: (point) => point.exit_rate,
      cell: (point) => percent(point.exit_rate, 1),
      numeric: true,
    },
  ];
}
