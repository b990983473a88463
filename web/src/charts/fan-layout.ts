import { extent, linear, ticks } from './scale.ts';
import { type Frame, timeTicks } from './time-layout.ts';

/** A step ahead: the point forecast and, by level in percent, the interval around it. */
export interface FanStep {
  readonly at: number;
  readonly value: number;
  readonly bands: readonly { readonly level: number; readonly lower: number; readonly upper: number }[];
}

export interface FanData {
  /** What was, ascending; the fan opens at the last of it. May be empty. */
  readonly history: readonly { readonly at: number; readonly value: number }[];
  readonly steps: readonly FanStep[];
}

export interface FanPlot {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly history: string;
  readonly forecast: string;
  /** Widest first, so that narrower ones are drawn over them. */
  readonly bands: readonly { readonly level: number; readonly path: string }[];
  readonly marks: readonly { readonly value: number; readonly y: number }[];
  readonly timeMarks: readonly { readonly at: number; readonly x: number }[];
  /** Times the crosshair can stand at, ascending. */
  readonly times: readonly number[];
}

const LABEL_PX = 90;

/** Places a history and what is forecast of it in a frame. */
export function layOutFan({ history, steps }: FanData, frame: Frame): FanPlot {
  const times = [...history.map(({ at }) => at), ...steps.map(({ at }) => at)];
  const values = [
    ...history.map(({ value }) => value),
    ...steps.flatMap(({ value, bands }) => [value, ...bands.flatMap(({ lower, upper }) => [lower, upper])]),
  ];
  const [low, high] = extent(values);
  const pad = (high - low) * 0.06 || 1;
  const right = Math.max(2, frame.width - frame.right);
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const x = linear(first, last, 2, Math.max(2, right - 2));
  const y = linear(low - pad, high + pad, frame.height - frame.bottom, frame.top);
  const start = history.at(-1);
  const line = (points: readonly { at: number; value: number }[]) =>
    points
      .map(({ at, value }, place) => `${place === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('');
  const levels = [...new Set(steps.flatMap(({ bands }) => bands.map(({ level }) => level)))].sort(
    (a, b) => b - a,
  );
  return {
    x,
    y,
    times,
    history: line(history),
    forecast: line([...(start === undefined ? [] : [start]), ...steps]),
    bands: levels.map((level) => ({ level, path: bandPath(level) })),
    marks: ticks(low - pad, high + pad, 5).map((value) => ({ value, y: y(value) })),
    timeMarks: timeTicks(first, last, Math.max(2, Math.floor(right / LABEL_PX))).map((at) => ({
      at,
      x: x(at),
    })),
  };

  /** Up along the upper bounds and back along the lower ones, from where the history ends. */
  function bandPath(level: number): string {
    const bounds = steps.flatMap(({ at, bands }) => {
      const band = bands.find((one) => one.level === level);
      return band === undefined ? [] : { at, ...band };
    });
    const open = start === undefined ? [] : [start];
    const upper = line([...open, ...bounds.map(({ at, upper: value }) => ({ at, value }))]);
    const lower = line(bounds.map(({ at, lower: value }) => ({ at, value })).toReversed()).replace('M', 'L');
    return `${upper}${lower}Z`;
  }
}
