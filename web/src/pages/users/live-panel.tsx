import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { LiveUsers } from '#contracts/live-users';
import { useMay } from '../../api/access.ts';
import { liveUsersQuery } from '../../api/users.ts';
import { BarList } from '../../charts/bar-list.tsx';
import { ColumnChart } from '../../charts/column-chart.tsx';
import { count } from '../../format/numbers.ts';
import { age, moment, shortClock } from '../../format/time.ts';
import { useLive } from '../../live/live.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { Flash } from '../../ui/flash.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { factsOf, PanelFactsProvider } from '../../ui/panel-context.ts';

const LivePeople = lazy(async () => ({ default: (await import('./live-people.tsx')).LivePeople }));

type Minute = LiveUsers['by_minute'][number];

const COLUMNS: readonly Column<Minute>[] = [
  { key: 'minute', title: 'Minute', value: ({ minute }) => minute, cell: ({ minute }) => clockOf(minute) },
  { key: 'people', title: 'People', value: ({ actors }) => actors, numeric: true },
];
/** Nobody tells the page that time has passed; while it is shown and not paused it asks by itself. */
const ASK_EVERY_MS = 10_000;
const PAGES_SHOWN = 5;
const CHART_PX = 128;

const clockOf = (instant: string) => shortClock(Date.parse(instant));

/** Who is here right now, minute by minute of the last half hour, and on which pages. */
export function LivePanel() {
  const isPaused = useLive().phase === 'paused';
  const everyMs = isPaused ? false : ASK_EVERY_MS;
  const query = useQuery({ ...liveUsersQuery, refetchInterval: everyMs });
  const mayName = useMay('admin');
  const [named, setNamed] = useState(false);
  const { live } = query.data ?? {};
  return (
    <PanelFactsProvider value={factsOf(query)}>
      <Panel
        id="live"
        title="Right now"
        defines={['live_users', 'by_minute', 'pages']}
        picture="svg"
        table={{ columns: COLUMNS, rows: live?.by_minute ?? [], fileName: 'users-by-minute' }}
      >
        <Loaded query={query} skeleton={<div className="skeleton h-40 rounded-md" />}>
          {(answer) => (
            <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[13rem_3fr_2fr]">
              <Now
                live={answer.live}
                asOf={answer.meta.as_of}
                onNames={mayName && answer.live.users > 0 ? () => setNamed(true) : undefined}
              />
              <ByMinute minutes={answer.live.by_minute} />
              <OnPages pages={answer.live.pages} />
            </div>
          )}
        </Loaded>
        {named ? (
          <Suspense>
            <LivePeople everyMs={everyMs} onClose={() => setNamed(false)} />
          </Suspense>
        ) : null}
      </Panel>
    </PanelFactsProvider>
  );
}

interface NowProps {
  readonly live: LiveUsers;
  readonly asOf: string;
  /** Shows who they are; nothing where nobody has a name, or this reader may not know it. */
  readonly onNames: (() => void) | undefined;
}

function Now({ live, asOf, onNames }: NowProps) {
  const minutes = live.window_seconds / 60;
  return (
    <div>
      <div className="text-2xl font-semibold">
        <Flash value={live.actors}>{count(live.actors)}</Flash>
      </div>
      {live.actors > 0 ? (
        <p className="text-sm text-muted">
          {live.actors === 1 ? 'person' : 'people'} in the last {minutes} minutes: {many(live.users, 'user')},{' '}
          {many(live.visitors, 'unknown visitor')}
        </p>
      ) : (
        <p className="text-sm text-muted">
          Nobody in the last {minutes} minutes{lastSeen(live.last_seen, Date.parse(asOf))}.
        </p>
      )}
      {onNames === undefined ? null : (
        <Button aria-haspopup="dialog" className="mt-2" onClick={onNames}>
          Who they are
        </Button>
      )}
    </div>
  );
}

function ByMinute({ minutes }: { readonly minutes: readonly Minute[] }) {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (first === undefined || last === undefined) return null;
  const highest = minutes.reduce((most, own) => (own.actors > most.actors ? own : most), first);
  const summary =
    highest.actors === 0
      ? `nobody since ${clockOf(first.minute)}`
      : `from ${clockOf(first.minute)} to ${clockOf(last.minute)}, most at ${clockOf(highest.minute)} with ${highest.actors}, ${last.actors} in the minute under way`;
  return (
    <ColumnChart
      label="People by minute"
      summary={summary}
      height={CHART_PX}
      items={minutes.map(({ minute, actors }) => ({ label: `${clockOf(minute)}: ${actors}`, value: actors }))}
      ends={[clockOf(first.minute), 'now']}
    />
  );
}

function OnPages({ pages }: { readonly pages: LiveUsers['pages'] }) {
  return (
    <div>
      <h3 className="pb-1 text-xs text-muted">Pages people are on</h3>
      {pages.length === 0 ? (
        <p className="text-sm text-muted">None.</p>
      ) : (
        <BarList
          label="Pages people are on"
          labelWidth={140}
          rowHeight={22}
          items={pages
            .slice(0, PAGES_SHOWN)
            .map(({ page, actors }) => ({ label: page, value: actors, text: count(actors), tone: 'flat' }))}
        />
      )}
    </div>
  );
}

const many = (number: number, noun: string) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

function lastSeen(instant: string | null, nowMs: number): string {
  if (instant === null) return '';
  const at = Date.parse(instant);
  return `; last seen ${age(nowMs - at)} ago, ${moment(at)}`;
}
