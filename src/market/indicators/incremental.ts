/**
 * An indicator fed one bar at a time. It reads `input` at `index`, so neither bars nor results are boxed and a tick
 * allocates nothing: a live feed passes columns of length 1 and index 0.
 */
export interface Incremental<Input> {
  /** Latest outputs in the order of the batch function's fields; NaN while undefined. */
  readonly value: Float64Array;
  /** Everything it remembers, `value` included; of fixed size whatever number of bars it has seen. */
  readonly state: readonly Float64Array[];
  next(input: Input, index: number): void;
}

type Stateful = Pick<Incremental<never>, 'state'>;

/** Number of values in an indicator's state. */
function stateSize(indicator: Stateful): number {
  return indicator.state.reduce((size, part) => size + part.length, 0);
}

/** Copies an indicator's state into one array; JSON carries it, with NaN as null. */
export function saveState(
  indicator: Stateful,
  into: Float64Array = new Float64Array(stateSize(indicator)),
): Float64Array {
  let offset = 0;
  for (const part of indicator.state) {
    into.set(part, offset);
    offset += part.length;
  }
  return into;
}

/** Puts a saved state back into an indicator made with the same parameters. Throws RangeError on another size. */
export function restoreState(indicator: Stateful, saved: ArrayLike<number | null>): void {
  const size = stateSize(indicator);
  if (saved.length !== size) {
    throw new RangeError(`The saved state has ${saved.length} values, this indicator needs ${size}.`);
  }
  let offset = 0;
  for (const part of indicator.state) {
    for (let i = 0; i < part.length; i++) part[i] = saved[offset + i] ?? Number.NaN;
    offset += part.length;
  }
}

/** Throws RangeError unless a period is a whole number of at least 1. */
export function requirePeriod(period: number, name = 'period'): void {
  if (!Number.isInteger(period) || period < 1) {
    throw new RangeError(`${name} must be a whole number of at least 1, not ${period}.`);
  }
}
