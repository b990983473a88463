/** Where time comes from. Pure code receives a clock; only the composition root names the system's. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };
