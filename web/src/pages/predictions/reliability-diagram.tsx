import type { ModelScore } from '#contracts/price-predictions';
import { percent } from '../../format/numbers.ts';

type Bin = NonNullable<ModelScore['calibration']>['bins'][number];

const SIZE = 220;
const PAD = 28;
const MAX_RADIUS = 9;

/** Said against seen. Each dot is a tenth of the probabilities, its area the number of forecasts. */
export function ReliabilityDiagram({ bins }: { readonly bins: readonly Bin[] }) {
  const filled = bins.filter(({ n }) => n > 0);
  const most = Math.max(1, ...filled.map(({ n }) => n));
  const place = (share: number) => PAD + share * (SIZE - 2 * PAD);
  const spoken = filled
    .map(
      ({ said, seen, n }) => `said ${percent(100 * said, 0)}, seen ${percent(100 * seen, 0)}, ${n} forecasts`,
    )
    .join('; ');
  return (
    <figure className="shrink-0">
      <svg data-chart="" role="img" aria-label={`Reliability: ${spoken}`} width={SIZE} height={SIZE}>
        <line
          x1={place(0)}
          y1={SIZE - place(0)}
          x2={place(1)}
          y2={SIZE - place(1)}
          className="stroke-line-strong"
          strokeDasharray="3 3"
        />
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={place(share)} x2={place(share)} y1={PAD} y2={SIZE - PAD} className="stroke-line" />
            <line y1={place(share)} y2={place(share)} x1={PAD} x2={SIZE - PAD} className="stroke-line" />
            <text x={place(share)} y={SIZE - 10} textAnchor="middle" className="fill-muted text-xs">
              {share}
            </text>
            <text
              x={PAD - 6}
              y={SIZE - place(share)}
              textAnchor="end"
              dominantBaseline="central"
              className="fill-muted text-xs"
            >
              {share}
            </text>
          </g>
        ))}
        {filled.map(({ from, said, seen, n }) => (
          <circle
            key={from}
            cx={place(said)}
            cy={SIZE - place(seen)}
            r={Math.max(2.5, MAX_RADIUS * Math.sqrt(n / most))}
            className="fill-[var(--series-1)] opacity-80"
          />
        ))}
      </svg>
      <figcaption className="text-center text-xs text-muted">Said against seen</figcaption>
    </figure>
  );
}
