import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FinancialMetrics } from '#contracts/analytics';
import { businessDashboardQuery } from '../../api/business.ts';
import { compactUsd, percent, score } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { FigureText } from '../../ui/figure.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tile, TileGrid } from '../../ui/tile.tsx';

interface FinanceRow {
  readonly title: string;
  readonly value: number | null;
  readonly text: string;
  readonly reason: string | undefined;
  readonly note: string;
}

const COLUMNS: readonly Column<FinanceRow>[] = [
  { key: 'title', title: 'Figure', value: (row) => row.title },
  { key: 'value', title: 'Value', value: (row) => row.value, cell: (row) => row.text, numeric: true },
  { key: 'note', title: 'What it is', value: (row) => row.note },
];

/** Portfolio, trading and risk: the latest values posted, and the trades of the 30 days that end with the period. */
export function FinancePanel({ asOf }: { readonly asOf: string | undefined }) {
  const query = useQuery(businessDashboardQuery(asOf));
  const rows = useMemo(() => rowsOf(query.data?.financial_metrics), [query.data]);
  return (
    <Panel
      id="finance"
      title="Portfolio and trading"
      about="The latest values posted by the portfolio or a client; trading is the sum of |amount| of trade events over the 30 days (UTC) that end with the period."
      table={{ columns: COLUMNS, rows, fileName: 'finance' }}
    >
      <Loaded query={query} skeleton={<div className="skeleton h-24" />}>
        {() => (
          <div className="-mx-4 -mb-4 border-t border-line">
            <TileGrid>
              {rows.map((row) => (
                <Tile key={row.title} title={row.title} flash={row.value} note={row.note}>
                  <FigureText text={row.text} reason={row.reason} />
                </Tile>
              ))}
            </TileGrid>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function rowsOf(finance: FinancialMetrics | undefined): FinanceRow[] {
  if (finance === undefined) return [];
  const { risk_metrics: risk, reasons } = finance;
  const row = (title: string, value: number | null, text: string, name: string, note: string) => ({
    title,
    value,
    text,
    reason: reasons[name] ?? reasons['risk_metrics'],
    note,
  });
  const share = (name: string) => ratio(risk[name]);
  return [
    row(
      'Portfolio value',
      finance.portfolio_value,
      compactUsd(finance.portfolio_value),
      'portfolio_value',
      'Latest posted',
    ),
    row(
      'Profit and loss',
      finance.profit_loss,
      compactUsd(finance.profit_loss),
      'profit_loss',
      'Latest posted',
    ),
    row(
      'Trading volume',
      finance.trading_volume,
      compactUsd(finance.trading_volume),
      'trading_volume',
      '30 days to the last day',
    ),
    row('Volatility', risk['volatility'] ?? null, percent(share('volatility'), 1), 'volatility', 'A year'),
    row('Value at risk', risk['var_95'] ?? null, percent(share('var_95')), 'var_95', 'A day, 95%'),
    row(
      'Deepest fall',
      risk['max_drawdown'] ?? null,
      percent(share('max_drawdown'), 1),
      'max_drawdown',
      `Beta ${score(risk['beta'])}`,
    ),
  ];
}

function ratio(value: number | undefined): number | null {
  return value === undefined ? null : value * 100;
}
