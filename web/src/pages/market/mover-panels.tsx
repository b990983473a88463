import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import type { MarketOverview, Mover } from '#contracts/market';
import { compact, compactUsd, price } from '../../format/numbers.ts';
import { Change } from '../../ui/change.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Flash } from '../../ui/flash.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segments } from '../../ui/segments.tsx';

const SYMBOL: Column<Mover> = {
  key: 'symbol',
  title: 'Symbol',
  value: (mover) => mover.symbol,
  className: 'w-full max-w-0',
  cell: (mover) => (
    <Link
      to="/market/$symbol"
      params={{ symbol: mover.symbol }}
      search={true}
      title={mover.name}
      className="flex items-baseline gap-2 rounded-sm group-hover:underline"
    >
      <span className="font-semibold">{mover.symbol}</span>
      <span className="truncate text-xs text-muted">{mover.name}</span>
    </Link>
  ),
};
const PRICE: Column<Mover> = {
  key: 'price',
  title: 'Price',
  value: (mover) => mover.price,
  cell: (mover) => <Flash value={mover.price}>{price(mover.price)}</Flash>,
  numeric: true,
};
const CHANGE: Column<Mover> = {
  key: 'change',
  title: 'Change',
  value: (mover) => mover.change_percent,
  cell: (mover) => (
    <Flash value={mover.change_percent}>
      <Change value={mover.change_percent} />
    </Flash>
  ),
  numeric: true,
};
const VOLUME: Column<Mover> = {
  key: 'volume',
  title: 'Volume',
  value: (mover) => mover.volume,
  cell: (mover) => compact(mover.volume),
  numeric: true,
};
const DOLLARS: Column<Mover> = {
  key: 'dollars',
  title: 'Traded',
  value: (mover) => mover.volume * mover.price,
  cell: (mover) => compactUsd(mover.volume * mover.price),
  numeric: true,
};

const BY_SHARES = [SYMBOL, PRICE, CHANGE, VOLUME];
const BY_DOLLARS = [SYMBOL, PRICE, CHANGE, DOLLARS];

const BY_CHANGE = ['lists', 'change_percent'];
const BY_ACTIVITY = ['lists'];

type ActiveBy = 'volume' | 'dollars';
const ACTIVE_BY = [
  { value: 'volume', label: 'Shares' },
  { value: 'dollars', label: 'Dollars' },
] as const;

interface MoverPanelsProps {
  readonly overview: MarketOverview;
  readonly active: ActiveBy;
  readonly onActive: (active: ActiveBy) => void;
}

/** Who moved most, and who traded most. */
export function MoverPanels({ overview, active, onActive }: MoverPanelsProps) {
  const mostActive =
    active === 'volume' ? overview.most_active_by_volume : overview.most_active_by_dollar_volume;
  return (
    <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
      <MoverPanel
        id="gainers"
        title="Gainers"
        movers={overview.top_gainers}
        date={overview.date}
        defines={BY_CHANGE}
      />
      <MoverPanel
        id="losers"
        title="Losers"
        movers={overview.top_losers}
        date={overview.date}
        defines={BY_CHANGE}
      />
      <MoverPanel
        id="active"
        title="Most active"
        movers={mostActive}
        date={overview.date}
        defines={BY_ACTIVITY}
        columns={active === 'volume' ? BY_SHARES : BY_DOLLARS}
        controls={<Segments label="Active by" value={active} choices={ACTIVE_BY} onChange={onActive} />}
      />
    </div>
  );
}

interface MoverPanelProps {
  readonly id: string;
  readonly title: string;
  readonly movers: readonly Mover[];
  readonly date: string;
  readonly defines: readonly string[];
  readonly columns?: readonly Column<Mover>[];
  readonly controls?: ReactNode;
}

const MoverPanel = memo(function MoverPanel({
  id,
  title,
  movers,
  date,
  defines,
  columns = BY_SHARES,
  controls,
}: MoverPanelProps) {
  const table = { columns, rows: movers, fileName: `${id}-${date}` };
  return (
    <Panel id={id} title={title} defines={defines} table={table} controls={controls}>
      <div className="-mx-2 overflow-x-auto">
        <DataTable caption={title} rowKey={(mover) => mover.symbol} {...table} />
      </div>
    </Panel>
  );
});
