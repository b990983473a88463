/** Where a rule stands with one thing it watches. `ok` is not stored. Times in ms. */
export type AlertState =
  | { readonly status: 'ok' }
  | { readonly status: 'pending'; readonly sinceMs: number }
  | {
      readonly status: 'firing';
      readonly sinceMs: number;
      /** Since when it has been over; null while it is not. */
      readonly clearSinceMs: number | null;
    };

/** Between `breached` and `cleared` lies the hysteresis, where nothing changes. */
export interface Judgement {
  readonly atMs: number;
  readonly breached: boolean;
  readonly cleared: boolean;
}

export interface Patience {
  /** How long a breach must last before it fires. */
  readonly forMs: number;
  /** How long it must be over before it is resolved. */
  readonly clearMs: number;
}

/** Of a rule. */
export function patienceOf(rule: { readonly for_seconds: number; readonly clear_seconds: number }): Patience {
  return { forMs: rule.for_seconds * 1_000, clearMs: rule.clear_seconds * 1_000 };
}

export interface Step {
  readonly state: AlertState;
  readonly transition: 'fired' | 'resolved' | undefined;
}

export const OK: AlertState = { status: 'ok' };

/** The next state after one look. Times only go forward: the caller leaves out what is older than the last look. */
export function advance(state: AlertState, { atMs, breached, cleared }: Judgement, patience: Patience): Step {
  const { forMs, clearMs } = patience;
  if (state.status === 'firing') {
    if (!cleared) return { state: { ...state, clearSinceMs: null }, transition: undefined };
    const clearSinceMs = state.clearSinceMs ?? atMs;
    return atMs - clearSinceMs >= clearMs
      ? { state: OK, transition: 'resolved' }
      : { state: { ...state, clearSinceMs }, transition: undefined };
  }
  if (!breached) return { state: OK, transition: undefined };
  const sinceMs = state.status === 'pending' ? state.sinceMs : atMs;
  return atMs - sinceMs >= forMs
    ? { state: { status: 'firing', sinceMs, clearSinceMs: null }, transition: 'fired' }
    : { state: { status: 'pending', sinceMs }, transition: undefined };
}

/** Whether two states are the same, so that nothing need be written. */
export function sameState(one: AlertState, other: AlertState): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
