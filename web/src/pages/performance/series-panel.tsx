import { useMemo } from 'react';
import type { Series } from '#contracts/performance';
import { TimeChart } from '../../charts/time-chart.tsx';
import type { TimeSeries } from '../../charts/time-layout.ts';
import { moment, shortClock } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';

interface SeriesPanelProps {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly lines: readonly {
    readonly name: string;
    readonly colour: TimeSeries['colour'];
    readonly points: Series | undefined;
  }[];
  readonly format: (value: number | null) => string;
}

interface SampleRow {
  readonly timestamp: string;
  readonly name: string;
  readonly value: number;
}

const HEIGHT = 190;
const COLUMNS: readonly Column<SampleRow>[] = [
  {
    key: 'time',
    title: 'Time',
    value: (row) => row.timestamp,
    cell: (row) => moment(Date.parse(row.timestamp)),
  },
  { key: 'name', title: 'Figure', value: (row) => row.name },
  { key: 'value', title: 'Value', value: (row) => row.value, numeric: true },
];

/** Sampled figures over the last hours. */
export function SeriesPanel({ id, title, about, lines, format }: SeriesPanelProps) {
  const series = useMemo<TimeSeries[]>(
    () =>
      lines.map(({ name, colour, points = [] }) => ({
        name,
        colour,
        points: points.map(({ timestamp, value }) => ({ at: Date.parse(timestamp), value })),
      })),
    [lines],
  );
  const rows = useMemo(
    () => lines.flatMap(({ name, points = [] }) => points.map((point) => ({ name, ...point }))),
    [lines],
  );
  return (
    <Panel id={id} title={title} about={about} picture="svg" table={{ columns: COLUMNS, rows, fileName: id }}>
      {rows.length === 0 ? (
        <p className="text-muted" style={{ height: HEIGHT }}>
          No sample in these hours yet. The first comes 15 s after a start.
        </p>
      ) : (
        <TimeChart
          label={title}
          series={series}
          height={HEIGHT}
          format={format}
          tick={shortClock}
          time={moment}
          fromZero
          offsetMs={-60_000 * new Date(series[0]?.points[0]?.at ?? 0).getTimezoneOffset()}
        />
      )}
    </Panel>
  );
}
