import { useMemo } from 'react';
import type { RevenueAnalytics } from '#contracts/analytics';
import { BarList } from '../../charts/bar-list.tsx';
import { TimeChart } from '../../charts/time-chart.tsx';
import type { TimeSeries } from '../../charts/time-layout.ts';
import { compactUsd, usd } from '../../format/numbers.ts';
import { shortDay } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';
import { dailyPoints, dayText, shifted } from './daily.ts';

type RevenueDay = RevenueAnalytics['by_day'][number];
type RevenueKind = RevenueAnalytics['by_type'][number];

const HEIGHT = 260;

const DAY_COLUMNS: readonly Column<RevenueDay>[] = [
  { key: 'date', title: 'Date', value: (day) => day.date },
  {
    key: 'revenue',
    title: 'Revenue, USD',
    value: (day) => day.revenue,
    cell: (day) => usd(day.revenue),
    numeric: true,
  },
  { key: 'events', title: 'Payments and refunds', value: (day) => day.revenue_events, numeric: true },
];
const KIND_COLUMNS: readonly Column<RevenueKind>[] = [
  { key: 'type', title: 'Event', value: (kind) => kind.event_type },
  {
    key: 'revenue',
    title: 'Revenue, USD',
    value: (kind) => kind.revenue,
    cell: (kind) => usd(kind.revenue),
    numeric: true,
  },
  { key: 'events', title: 'Events', value: (kind) => kind.revenue_events, numeric: true },
];

interface RevenuePanelProps {
  readonly revenue: RevenueAnalytics;
  readonly before: RevenueAnalytics | undefined;
  readonly today: string;
  readonly fileName: string;
  readonly onZoom: (from: number, to: number) => void;
}

/** Revenue of each day, above the same day of the period before. */
export function RevenuePanel({ revenue, before, today, fileName, onZoom }: RevenuePanelProps) {
  const series = useMemo<TimeSeries[]>(() => {
    const read = (day: RevenueDay) => day.revenue;
    const now = dailyPoints(revenue.by_day, read, today);
    return [
      { name: 'This period', colour: 1, look: 'bars', points: now, unfinishedFrom: Date.parse(today) },
      ...(before === undefined
        ? []
        : [
            {
              name: 'Before',
              colour: 5,
              look: 'dashed',
              points: shifted(revenue.by_day, before.by_day, read),
            } as const,
          ]),
    ];
  }, [revenue, before, today]);
  return (
    <Panel
      id="revenue"
      title="Revenue by day"
      defines={['total_revenue']}
      picture="svg"
      className="lg:col-span-2"
      table={{ columns: DAY_COLUMNS, rows: revenue.by_day, fileName: `revenue-${fileName}` }}
    >
      <TimeChart
        label="Revenue by day"
        series={series}
        height={HEIGHT}
        format={usd}
        mark={compactUsd}
        tick={shortDay}
        time={dayText(today)}
        onZoom={onZoom}
      />
    </Panel>
  );
}

interface KindsPanelProps {
  readonly revenue: RevenueAnalytics;
  readonly fileName: string;
}

/** What the revenue is made of. */
export function RevenueKindsPanel({ revenue, fileName }: KindsPanelProps) {
  const rows = revenue.by_type;
  return (
    <Panel
      id="revenue-kinds"
      title="Revenue by kind"
      about="Signed amounts of the period by the type of the event that brought them; refunds and chargebacks are below zero."
      picture="svg"
      table={{ columns: KIND_COLUMNS, rows, fileName: `revenue-kinds-${fileName}` }}
    >
      <div className="flex grow flex-col justify-between gap-4">
        {rows.length === 0 ? (
          <p className="text-muted">No payment and no refund in this period.</p>
        ) : (
          <BarList
            label="Revenue by kind"
            signed
            labelWidth={140}
            items={rows.map(({ event_type, revenue: amount }) => ({
              label: words(event_type),
              value: amount,
              text: money(amount),
              ...(amount < 0 ? {} : { tone: 'flat' as const }),
            }))}
          />
        )}
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 border-t border-line pt-3">
          <dt className="text-muted">Mean payment</dt>
          <dd className="text-right">{usd(revenue.average_purchase)}</dd>
          <dt className="text-muted">Per paying user</dt>
          <dd className="text-right">{usd(revenue.revenue_per_paying_user)}</dd>
          <dt className="text-muted">Refunded</dt>
          <dd className="text-right">{usd(revenue.refunds)}</dd>
        </dl>
      </div>
    </Panel>
  );
}

/** To the cent as long as it fits beside a bar. */
function money(amount: number): string {
  return Math.abs(amount) < 10_000 ? usd(amount) : compactUsd(amount);
}

/** `premium_upgrade` as people write it. */
function words(name: string): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
