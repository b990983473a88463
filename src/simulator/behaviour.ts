/** Every way a simulated provider can misbehave; `none` is a good day. */
export const FAULTS = [
  'none',
  'rate_limit',
  'quota',
  'overload',
  'server_error',
  'context',
  'context_exceeded',
  'auth',
  'blocked',
  'empty',
  'no_usage',
  'usage_with_text',
  'off_schema',
  'cut_json',
  'html',
  'stream_error',
  'stream_cut',
  'stream_end',
  'stall',
  'byte_by_byte',
  'refuse',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Behaviour {
  readonly fault: Fault;
  /** Share of calls that meet the fault, 0 to 1. */
  readonly faultRate: number;
  /** Time to the first token. */
  readonly latencyMs: number;
  /** Time between tokens of a stream. */
  readonly tokenIntervalMs: number;
  /** Share of calls that wait `slowMs` longer for their first token. */
  readonly slowRate: number;
  readonly slowMs: number;
  /** Makes the choice of calls repeatable. */
  readonly seed: number;
}

export const GOOD_DAY: Behaviour = {
  fault: 'none',
  faultRate: 1,
  latencyMs: 0,
  tokenIntervalMs: 0,
  slowRate: 0,
  slowMs: 0,
  seed: 1,
};

/** What one call will meet. */
export interface Fate {
  readonly fault: Fault;
  readonly latencyMs: number;
  readonly tokenIntervalMs: number;
}

/** Draws each call's fate from one seeded sequence. */
export function createFates(behaviour: Behaviour): () => Fate {
  const random = mulberry32(behaviour.seed);
  return () => {
    const slow = random() < behaviour.slowRate;
    return {
      fault: random() < behaviour.faultRate ? behaviour.fault : 'none',
      latencyMs: behaviour.latencyMs + (slow ? behaviour.slowMs : 0),
      tokenIntervalMs: behaviour.tokenIntervalMs,
    };
  };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, good enough to pick calls. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
