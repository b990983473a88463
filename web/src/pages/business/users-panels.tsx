import { useMemo } from 'react';
import type { UserAnalytics } from '#contracts/analytics';
import { TimeChart } from '../../charts/time-chart.tsx';
import type { TimeSeries } from '../../charts/time-layout.ts';
import { compact, count } from '../../format/numbers.ts';
import { shortDay } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';
import { dailyPoints, dayText, shifted } from './daily.ts';

type UsersDay = UserAnalytics['by_day'][number];

const HEIGHT = 220;

const COLUMNS: readonly Column<UsersDay>[] = [
  { key: 'date', title: 'Date', value: (day) => day.date },
  { key: 'active', title: 'Active users', value: (day) => day.active_users, numeric: true },
  { key: 'new', title: 'New users', value: (day) => day.new_users, numeric: true },
  { key: 'sessions', title: 'Sessions', value: (day) => day.sessions, numeric: true },
  { key: 'views', title: 'Page views', value: (day) => day.page_views, numeric: true },
];

interface UsersPanelsProps {
  readonly users: UserAnalytics;
  readonly before: UserAnalytics | undefined;
  readonly today: string;
  readonly fileName: string;
  readonly onZoom: (from: number, to: number) => void;
}

/** Who came each day, and what they did. */
export function UsersPanels({ users, before, today, fileName, onZoom }: UsersPanelsProps) {
  const unfinishedFrom = Date.parse(today);
  const people = useMemo<TimeSeries[]>(
    () => [
      {
        name: 'Active',
        colour: 1,
        unfinishedFrom,
        points: dailyPoints(users.by_day, (day) => day.active_users, today),
      },
      ...(before === undefined ? [] : [beforeOf(users, before, (day) => day.active_users)]),
      {
        name: 'New',
        colour: 2,
        unfinishedFrom,
        points: dailyPoints(users.by_day, (day) => day.new_users, today),
      },
    ],
    [users, before, today, unfinishedFrom],
  );
  const visits = useMemo<TimeSeries[]>(
    () => [
      {
        name: 'Sessions',
        colour: 3,
        unfinishedFrom,
        points: dailyPoints(users.by_day, (day) => day.sessions, today),
      },
      ...(before === undefined ? [] : [beforeOf(users, before, (day) => day.sessions)]),
    ],
    [users, before, today, unfinishedFrom],
  );
  const table = { columns: COLUMNS, rows: users.by_day };
  const chart = {
    height: HEIGHT,
    format: count,
    mark: compact,
    tick: shortDay,
    time: dayText(today),
    fromZero: true,
    onZoom,
  };
  return (
    <>
      <Panel
        id="users"
        title="Users by day"
        defines={['active_users', 'new_users']}
        picture="svg"
        className="lg:col-span-2"
        table={{ ...table, fileName: `users-${fileName}` }}
      >
        <TimeChart label="Users by day" series={people} {...chart} />
      </Panel>
      <Panel
        id="sessions"
        title="Sessions by day"
        defines={['sessions']}
        picture="svg"
        table={{ ...table, fileName: `sessions-${fileName}` }}
      >
        <TimeChart label="Sessions by day" series={visits} {...chart} />
      </Panel>
    </>
  );
}

function beforeOf(users: UserAnalytics, before: UserAnalytics, read: (day: UsersDay) => number): TimeSeries {
  return {
    name: 'Before',
    colour: 5,
    look: 'dashed',
    points: shifted(users.by_day, before.by_day, read),
  };
}
