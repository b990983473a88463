/** A scale to model on, and the way back. */
export interface Scale {
  /** Whether a series may be put on it. */
  readonly takes: (values: Float64Array) => boolean;
  readonly forward: (value: number) => number;
  readonly back: (value: number) => number;
}

const identity = (value: number) => value;

export const SCALES = {
  raw: { takes: () => true, forward: identity, back: identity },
  root: {
    takes: (values) => values.every((value) => value >= 0),
    forward: Math.sqrt,
    back: (value) => (value > 0 ? value * value : 0),
  },
  log: { takes: (values) => values.every((value) => value > 0), forward: Math.log, back: Math.exp },
} as const satisfies Record<string, Scale>;

export type ScaleName = keyof typeof SCALES;
