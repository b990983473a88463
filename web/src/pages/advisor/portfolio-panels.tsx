import type { PortfolioAdvice, PortfolioFigures } from '#contracts/advisor';
import { type BarItem, BarList } from '../../charts/bar-list.tsx';
import { percent, pointsChange, quantity, score, usd } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

type WeightRow = PortfolioAdvice['weights'][number];
const MAX_BARS = 20;

const share = (value: number | null) => percent(value === null ? null : 100 * value);

const WEIGHT_COLUMNS: readonly Column<WeightRow>[] = [
  {
    key: 'symbol',
    title: 'Symbol',
    value: (row) => row.symbol,
    cell: (row) => (
      <span className="flex items-baseline gap-2">
        <span className="font-semibold">{row.symbol}</span>
        <span className="truncate text-xs text-muted max-sm:hidden">{row.name}</span>
      </span>
    ),
    className: 'w-full max-w-0',
  },
  ...(
    [
      ['before', 'Before', false],
      ['after', 'After', false],
      ['risk_share_before', 'Risk before', true],
      ['risk_share_after', 'Risk after', true],
    ] as const
  ).map(([key, title, wideOnly]) => ({
    key,
    title,
    value: (row: WeightRow) => row[key],
    cell: (row: WeightRow) => share(row[key]),
    numeric: true,
    wideOnly,
  })),
  {
    key: 'change',
    title: 'Change',
    value: (row) => row.change,
    cell: (row) => pointsChange(100 * row.change),
    numeric: true,
  },
];

/** What to hold instead, symbol by symbol. */
export function WeightsPanel({ weights }: { readonly weights: readonly WeightRow[] }) {
  const table = { columns: WEIGHT_COLUMNS, rows: weights, fileName: 'weights' };
  const moved = weights.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, MAX_BARS);
  return (
    <Panel
      id="weights"
      title="Weights"
      about="Part of the value in each symbol now and as proposed. Risk: its part of the variance. Bars: the change of weight in percentage points."
      picture="svg"
      table={table}
      className="lg:col-span-2"
    >
      <BarList label="Change of weight" signed labelWidth={72} rowHeight={26} items={moved.map(changeBar)} />
      <div className="-mx-2 overflow-x-auto pt-3">
        <DataTable caption="Weights" rowKey={({ symbol }) => symbol} {...table} />
      </div>
    </Panel>
  );
}

/** A larger weight is no gain and a smaller one no loss. */
function changeBar({ symbol, change }: WeightRow): BarItem {
  return { label: symbol, value: change, text: pointsChange(100 * change), tone: 'flat' };
}

interface FigureRow {
  readonly key: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

const FIGURES: readonly (readonly [keyof PortfolioFigures, string, (value: number | null) => string])[] = [
  ['expected_return', 'Expected return a year', share],
  ['volatility', 'Volatility a year', share],
  ['sharpe', 'Sharpe ratio', score],
  ['var_95', 'Value at risk, a day', share],
  ['cvar_95', 'Expected shortfall, a day', share],
  ['max_drawdown', 'Largest drawdown', share],
  ['effective_holdings', 'Effective holdings', (value) => quantity(value, '')],
  ['largest_weight', 'Largest weight', share],
];

const FIGURE_COLUMNS: readonly Column<FigureRow>[] = [
  { key: 'title', title: 'Figure', value: (row) => row.title, className: 'w-full' },
  { key: 'before', title: 'Before', value: (row) => row.before, numeric: true },
  { key: 'after', title: 'After', value: (row) => row.after, numeric: true },
];

/** Return and risk now and as proposed. */
export function FiguresPanel({ advice }: { readonly advice: PortfolioAdvice }) {
  const rows = FIGURES.map(([key, title, show]) => ({
    key,
    title,
    before: show(advice.before[key]).trim(),
    after: show(advice.after[key]).trim(),
  }));
  const table = { columns: FIGURE_COLUMNS, rows, fileName: 'portfolio-figures' };
  return (
    <Panel
      id="figures"
      title="Return and risk"
      about="Estimated from the past. Value at risk and expected shortfall are of one day at 95 percent, as fractions of the value."
      table={table}
    >
      <div className="-mx-2 overflow-x-auto">
        <DataTable caption="Return and risk" rowKey={({ key }) => key} {...table} />
      </div>
      <p className="pt-2 text-xs text-muted">
        To get there {share(advice.turnover)} of the value changes hands
        {advice.value === null ? '' : `, of ${usd(advice.value)}`}.
      </p>
    </Panel>
  );
}

const PROOF = [
  ['gap', 'Duality gap'],
  ['kkt', 'Optimality residual'],
  ['primal_residual', 'Constraint residual'],
  ['dual_residual', 'Dual residual'],
] as const;

/** The proof that there is no better answer, as numbers that anyone can check. */
export function CertificatePanel({ certificate }: { readonly certificate: PortfolioAdvice['certificate'] }) {
  return (
    <Panel
      id="certificate"
      title="Certificate"
      about="Zero, to rounding, is a proof: no portfolio within the constraints does better by the objective. A construction, such as hierarchical risk parity, is made by a rule and optimises nothing."
    >
      <p>{certificate.kind === 'optimality' ? 'Proved optimal' : 'Made by construction'}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 pt-2">
        {PROOF.map(([key, title]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{title}</dt>
            <dd className="text-right font-mono text-xs leading-5">
              {certificate[key] === 0 ? '0' : certificate[key].toExponential(1)}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
