import type { FoundAnomaly } from '#contracts/anomalies';
import { linear } from '../../charts/scale.ts';
import { timeTicks } from '../../charts/time-layout.ts';
import { useWidth } from '../../charts/use-width.ts';
import { shortDay } from '../../format/time.ts';

const HEIGHT = 96;
const TOP = 8;
const AXIS_Y = 74;
const LABEL_PX = 90;

/** When anomalies came and how far they stood out: the taller, the higher the score. The table below says the same. */
export function AnomalyTimeline({ anomalies }: { readonly anomalies: readonly FoundAnomaly[] }) {
  const [element, width] = useWidth<HTMLDivElement>();
  const times = anomalies.map(({ timestamp }) => Date.parse(timestamp));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const x = linear(first, last, 4, Math.max(4, width - 4));
  const y = linear(0, 1, AXIS_Y, TOP);
  return (
    <div ref={element} style={{ height: HEIGHT }}>
      {width === 0 ? null : (
        <svg data-chart="" aria-hidden="true" width={width} height={HEIGHT}>
          <line x1={0} x2={width} y1={AXIS_Y} y2={AXIS_Y} className="stroke-line-strong" />
          {anomalies.map(({ id, timestamp, score, source, feedback }) => {
            const at = x(Date.parse(timestamp));
            const colour = source === 'market' ? 'stroke-[var(--series-1)]' : 'stroke-[var(--series-3)]';
            return (
              <line
                key={id}
                x1={at}
                x2={at}
                y1={AXIS_Y}
                y2={y(score)}
                strokeWidth={2}
                className={`${colour} ${feedback === 'expected' ? 'opacity-30' : ''}`}
              />
            );
          })}
          {timeTicks(first, last, Math.max(2, Math.floor(width / LABEL_PX))).map((at) => (
            <text
              key={at}
              x={x(at)}
              y={HEIGHT - 6}
              textAnchor={x(at) < 24 ? 'start' : x(at) > width - 24 ? 'end' : 'middle'}
              className="fill-muted text-xs"
            >
              {shortDay(at)}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
