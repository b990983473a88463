import { memo, useMemo } from 'react';
import type { MarketOverview, SectorPerformance } from '#contracts/market';
import { BarList } from '../../charts/bar-list.tsx';
import { percentChange } from '../../format/numbers.ts';
import { Change } from '../../ui/change.tsx';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';

interface SectorRow extends SectorPerformance {
  readonly sector: string;
}

const COLUMNS: readonly Column<SectorRow>[] = [
  { key: 'sector', title: 'Sector', value: (row) => row.sector },
  {
    key: 'cap',
    title: 'Cap-weighted %',
    value: (row) => row.change_percent_cap_weight,
    cell: (row) => <Change value={row.change_percent_cap_weight} />,
    numeric: true,
  },
  {
    key: 'equal',
    title: 'Equal-weighted %',
    value: (row) => row.change_percent_equal_weight,
    cell: (row) => <Change value={row.change_percent_equal_weight} />,
    numeric: true,
  },
  { key: 'members', title: 'Members', value: (row) => row.members, numeric: true },
  { key: 'advancers', title: 'Advancing', value: (row) => row.advancers, numeric: true },
  { key: 'decliners', title: 'Declining', value: (row) => row.decliners, numeric: true },
  { key: 'top', title: 'Best', value: (row) => row.top },
  { key: 'bottom', title: 'Worst', value: (row) => row.bottom },
];

/** Change by sector, the best first. */
export const SectorPanel = memo(function SectorPanel({ overview }: { readonly overview: MarketOverview }) {
  const rows = useMemo(() => sortedSectors(overview), [overview]);
  return (
    <Panel
      id="sectors"
      title="Sectors"
      defines={['sector_performance']}
      picture="svg"
      table={{ columns: COLUMNS, rows, fileName: `sectors-${overview.date}` }}
    >
      <BarList
        label="Cap-weighted change by sector"
        signed
        rowHeight={26}
        items={rows.map((row) => ({
          label: row.sector,
          value: row.change_percent_cap_weight,
          text: percentChange(row.change_percent_cap_weight),
        }))}
      />
    </Panel>
  );
});

/** Sectors without a cap-weighted change come last. */
function sortedSectors(overview: MarketOverview): SectorRow[] {
  const weight = (row: SectorRow) => row.change_percent_cap_weight ?? Number.NEGATIVE_INFINITY;
  return Object.entries(overview.sector_performance)
    .map(([sector, performance]) => ({ sector, ...performance }))
    .sort((a, b) => weight(b) - weight(a) || a.sector.localeCompare(b.sector));
}
