import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ActiveUsersAnswer, ActiveUsersDay } from '#contracts/active-users';
import { Annotations } from '../../annotations/annotations.tsx';
import { NotesButton } from '../../annotations/notes-button.tsx';
import { dayAxis } from '../../annotations/time-axis.ts';
import { type AskedPeriod, activeUsersQuery } from '../../api/users.ts';
import { TimeChart } from '../../charts/time-chart.tsx';
import type { TimeSeries } from '../../charts/time-layout.ts';
import { compact, count, percent } from '../../format/numbers.ts';
import { type DateRange, localDate } from '../../format/period.ts';
import { addDays, shortDay } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { factsOf, PanelFactsProvider } from '../../ui/panel-context.ts';
import { dailyPoints, dayText, spanOf } from '../business/daily.ts';

const HEIGHT = 220;
const SERIES = [
  { name: 'Day', colour: 1, read: (day: ActiveUsersDay) => day.daily },
  { name: '7 days', colour: 2, read: (day: ActiveUsersDay) => day.weekly },
  { name: '30 days', colour: 3, read: (day: ActiveUsersDay) => day.monthly },
] as const;

const COLUMNS: readonly Column<ActiveUsersDay>[] = [
  { key: 'date', title: 'Date', value: ({ date }) => date },
  ...SERIES.map(({ name, read }) => ({ key: name, title: name, value: read, numeric: true })),
  {
    key: 'stickiness',
    title: 'Day in percent of 30 days',
    value: ({ stickiness }) => stickiness,
    cell: ({ stickiness }) => percent(stickiness, 1),
    numeric: true,
  },
];

interface ActiveUsersPanelProps {
  readonly asked: AskedPeriod;
  readonly dates: DateRange;
  readonly onZoom: (dates: DateRange) => void;
}

/** How many users were active each day, and in the week and month that end with it, beside what happened. */
export function ActiveUsersPanel({ asked, dates, onZoom }: ActiveUsersPanelProps) {
  const query = useQuery(activeUsersQuery(asked));
  const { zone } = asked;
  const axis = useMemo(() => dayAxis(zone), [zone]);
  const midnight = (date: string) => new Date(axis.clock.moment(`${date}T00:00`)).toISOString();
  const { active_users: days = [] } = query.data ?? {};
  return (
    <Annotations
      asked={{
        dashboard: 'user_analytics',
        period: `${dates.from} ${dates.to} ${zone}`,
        between: () => ({ from: midnight(dates.from), to: midnight(addDays(dates.to, 1)) }),
      }}
      axis={axis}
    >
      <PanelFactsProvider value={factsOf(query)}>
        <Panel
          id="active"
          title="Active users"
          defines={['daily', 'weekly', 'monthly', 'stickiness']}
          picture="svg"
          table={{ columns: COLUMNS, rows: days, fileName: 'active-users' }}
          controls={<NotesButton />}
        >
          <Loaded query={query} skeleton={<div className="skeleton h-55 rounded-md" />}>
            {(answer) => <Chart answer={answer} onZoom={(from, to) => onZoom(spanOf(from, to))} />}
          </Loaded>
        </Panel>
      </PanelFactsProvider>
    </Annotations>
  );
}

interface ChartProps {
  readonly answer: ActiveUsersAnswer;
  readonly onZoom: (from: number, to: number) => void;
}

function Chart({ answer: { active_users: days, period, meta }, onZoom }: ChartProps) {
  const today = localDate(Date.parse(meta.as_of), period.time_zone);
  const series = useMemo<TimeSeries[]>(
    () =>
      SERIES.map(({ name, colour, read }) => ({
        name,
        colour,
        unfinishedFrom: Date.parse(today),
        points: dailyPoints(days, read, today),
      })),
    [days, today],
  );
  return (
    <TimeChart
      label="Active users"
      series={series}
      height={HEIGHT}
      format={count}
      mark={compact}
      tick={shortDay}
      time={dayText(today)}
      fromZero
      onZoom={onZoom}
    />
  );
}
