import type { PortfolioAdvice } from '#contracts/advisor';
import { extent, linear, ticks } from '../../charts/scale.ts';
import { useWidth } from '../../charts/use-width.ts';
import { percent } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { Panel } from '../../ui/panel.tsx';

type Point = NonNullable<PortfolioAdvice['frontier']>[number];

const HEIGHT = 260;
const LEFT = 52;
const TOP = 12;
const RIGHT = 16;
const BOTTOM = 40;

const share = (value: number) => percent(100 * value, 1);
const COLUMNS: readonly Column<Point>[] = [
  { key: 'volatility', title: 'Volatility a year', value: (point) => point.volatility, numeric: true },
  { key: 'return', title: 'Expected return a year', value: (point) => point.expected_return, numeric: true },
];

/** The least volatility for each expected return, and where the portfolio stands before and after. */
export function FrontierPanel({ advice }: { readonly advice: PortfolioAdvice }) {
  const { frontier, before, after } = advice;
  if (frontier === null || frontier.length === 0) return null;
  return (
    <Panel
      id="frontier"
      title="Efficient frontier"
      about="The line joins portfolios with the least volatility for their expected return within the same constraints. Whatever lies to its right takes more risk than it need."
      picture="svg"
      table={{ columns: COLUMNS, rows: frontier, fileName: 'efficient-frontier' }}
    >
      <Frontier frontier={frontier} before={before} after={after} />
    </Panel>
  );
}

interface FrontierProps extends Pick<PortfolioAdvice, 'before' | 'after'> {
  readonly frontier: readonly Point[];
}

function Frontier({ frontier, before, after }: FrontierProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const all = [...frontier, before, after];
  const [lowRisk, highRisk] = padded(all.map(({ volatility }) => volatility));
  const [lowReturn, highReturn] = padded(all.map(({ expected_return: value }) => value));
  const x = linear(lowRisk, highRisk, LEFT, Math.max(LEFT, width - RIGHT));
  const y = linear(lowReturn, highReturn, HEIGHT - BOTTOM, TOP);
  const line = frontier
    .map((point, place) => `${place === 0 ? 'M' : 'L'}${x(point.volatility)} ${y(point.expected_return)}`)
    .join('');
  const spoken = [before, after].map(
    ({ volatility, expected_return }) => `volatility ${share(volatility)}, return ${share(expected_return)}`,
  );
  return (
    <div ref={element} style={{ height: HEIGHT }}>
      {width === 0 ? null : (
        <svg
          data-chart=""
          role="img"
          aria-label={`Efficient frontier. Before: ${spoken[0]}. After: ${spoken[1]}.`}
          width={width}
          height={HEIGHT}
        >
          {ticks(lowReturn, highReturn, 4).map((value) => (
            <g key={value}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} className="stroke-line" />
              <text
                x={LEFT - 6}
                y={y(value)}
                textAnchor="end"
                dominantBaseline="central"
                className="fill-muted text-xs"
              >
                {share(value)}
              </text>
            </g>
          ))}
          {ticks(lowRisk, highRisk, Math.max(2, Math.floor(width / 120))).map((value) => (
            <text key={value} x={x(value)} y={HEIGHT - 22} textAnchor="middle" className="fill-muted text-xs">
              {share(value)}
            </text>
          ))}
          <text x={width - RIGHT} y={HEIGHT - 6} textAnchor="end" className="fill-muted text-xs">
            Volatility a year; upwards: expected return
          </text>
          <path d={line} fill="none" strokeWidth={1.5} className="stroke-[var(--series-1)]" />
          <Mark x={x(before.volatility)} y={y(before.expected_return)} name="Before" hollow />
          <Mark x={x(after.volatility)} y={y(after.expected_return)} name="After" />
        </svg>
      )}
    </div>
  );
}

interface MarkProps {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly hollow?: boolean;
}

function Mark({ x, y, name, hollow = false }: MarkProps) {
  const look = hollow
    ? 'fill-surface stroke-[var(--series-2)]'
    : 'fill-[var(--series-2)] stroke-[var(--series-2)]';
  return (
    <>
      <circle cx={x} cy={y} r={5} strokeWidth={2} className={look} />
      <text x={x} y={y - 10} textAnchor="middle" className="fill-ink text-xs">
        {name}
      </text>
    </>
  );
}

function padded(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const pad = (high - low) * 0.12 || 0.01;
  return [low - pad, high + pad];
}
