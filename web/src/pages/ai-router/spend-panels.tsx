import { useMemo } from 'react';
import type { AiRouter, Spend } from '../../api/ai.ts';
import { TimeChart } from '../../charts/time-chart.tsx';
import type { TimeSeries } from '../../charts/time-layout.ts';
import { count, percent, usd } from '../../format/numbers.ts';
import { sessionDate, shortDay } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { FigureText } from '../../ui/figure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tile, TileGrid } from '../../ui/tile.tsx';

type SpendDay = Spend['days'][number];

const COLUMNS: readonly Column<SpendDay>[] = [
  { key: 'date', title: 'Date', value: (day) => day.date },
  { key: 'requests', title: 'Requests', value: (day) => day.requests, numeric: true },
  { key: 'cost', title: 'Paid, USD', value: (day) => day.cost_usd, numeric: true },
  {
    key: 'reference',
    title: 'Best single model, USD',
    value: (day) => day.reference_cost_usd,
    numeric: true,
  },
  { key: 'savings', title: 'Saved, USD', value: (day) => day.savings_usd, numeric: true },
];

/** What was paid, and what the same requests would have cost on the best single model. */
export function SpendPanels({ spend, health }: Pick<AiRouter, 'spend' | 'health'>) {
  const series = useMemo<TimeSeries[]>(() => {
    const points = (read: (day: SpendDay) => number) =>
      spend.days.map((day) => ({ at: Date.parse(day.date), value: read(day) }));
    return [
      { name: 'Paid', colour: 1, look: 'bars', points: points((day) => day.cost_usd) },
      {
        name: 'Best single model',
        colour: 5,
        look: 'dashed',
        points: points((day) => day.reference_cost_usd),
      },
    ];
  }, [spend]);
  const table = { columns: COLUMNS, rows: spend.days, fileName: 'ai-spend' };
  const none = 'No request in this period yet.';
  return (
    <>
      <Panel
        id="spend"
        title="Spend"
        about="Provider prices times the usage they reported, to the micro-dollar."
        table={table}
      >
        <div className="-mx-4 -mb-4 border-t border-line">
          <TileGrid>
            <Tile
              title="Paid"
              flash={spend.total_cost_usd}
              note={`${count(spend.requests)} ${spend.requests === 1 ? 'request' : 'requests'}`}
            >
              {usd(spend.total_cost_usd)}
            </Tile>
            <Tile
              title="Best single model"
              flash={spend.reference_cost_usd}
              note={spend.reference_model ?? 'None yet'}
            >
              {usd(spend.reference_cost_usd)}
            </Tile>
            <Tile title="Saved" flash={spend.savings_usd} note="Against that model">
              {usd(spend.savings_usd)}
            </Tile>
            <Tile title="Saved share" flash={spend.savings_percent} note="Of its cost">
              <FigureText text={percent(spend.savings_percent, 1)} reason={none} />
            </Tile>
            <Tile title="From the cache" flash={spend.cache_hits} note="Answers paid once">
              {count(spend.cache_hits)}
            </Tile>
            <Tile title="Models" flash={health.models_available} note={`Router ${health.status}`}>
              {count(health.models_available)}
            </Tile>
          </TileGrid>
        </div>
      </Panel>
      <Panel
        id="spend-days"
        title="Spend by day"
        about="UTC days; dashed is what the same tokens would have cost on the best single model."
        picture="svg"
        table={table}
      >
        {spend.days.length === 0 ? (
          <p className="text-muted">{none}</p>
        ) : (
          <TimeChart
            label="Spend by day"
            series={series}
            height={200}
            format={usd}
            tick={shortDay}
            time={(at) => sessionDate(new Date(at).toISOString())}
          />
        )}
      </Panel>
    </>
  );
}
