import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  noJitterGenerator,
} from 'cockatiel';
import type { Model } from '../catalogue/model.ts';

/** What a finished call says of its provider; `neutral` where it was ended for reasons of our own. */
export type Verdict = 'good' | 'bad' | 'neutral';

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Circuit breakers, one a provider and one a model: five failures in a row open, one good probe closes. */
export interface Breakers {
  /** True where calls may go: closed, or due for a probe that nobody has started. */
  admits(model: Model, nowMs: number): boolean;
  /** Ties a call's verdict, which comes when the call ends, to both breakers. */
  track(model: Model, verdict: Promise<Verdict>): void;
  state(kind: 'provider' | 'model', name: string): BreakerState;
  known(): readonly { kind: 'provider' | 'model'; name: string; state: BreakerState }[];
}

const FAILURES_IN_A_ROW = 5;
const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 60_000;

const STATES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
};

export interface BreakerOptions {
  readonly failuresInARow?: number;
  readonly firstRestMs?: number;
}

export function createBreakers(options: BreakerOptions = {}): Breakers {
  type Circuits = Map<string, ReturnType<typeof createCircuit>>;
  const circuits: Record<'provider' | 'model', Circuits> = { provider: new Map(), model: new Map() };
  const circuitOf = (kind: 'provider' | 'model', name: string) => {
    const known = circuits[kind].get(name);
    if (known !== undefined) return known;
    const circuit = createCircuit(options);
    circuits[kind].set(name, circuit);
    return circuit;
  };
  return {
    admits: (model, nowMs) =>
      circuitOf('provider', model.provider).admits(nowMs) && circuitOf('model', model.id).admits(nowMs),
    track(model, verdict) {
      circuitOf('provider', model.provider).track(verdict);
      circuitOf('model', model.id).track(verdict);
    },
    state: (kind, name) => circuitOf(kind, name).state(),
    known: () =>
      (['provider', 'model'] as const).flatMap((kind) =>
        [...circuits[kind]].map(([name, circuit]) => ({ kind, name, state: circuit.state() })),
      ),
  };
}

function createCircuit({ failuresInARow = FAILURES_IN_A_ROW, firstRestMs = FIRST_REST_MS }: BreakerOptions) {
  const policy = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: firstRestMs,
      maxDelay: LONGEST_REST_MS,
      generator: noJitterGenerator,
    }),
  });
  let opened = { atMs: 0, times: 0 };
  policy.onBreak(() => void (opened = { atMs: Date.now(), times: opened.times + 1 }));
  policy.onReset(() => void (opened = { atMs: 0, times: 0 }));
  return {
    state: () => STATES[policy.state],
    // cockatiel decides inside `execute`, where a call that is not admitted throws; routing has to know before.
    admits(nowMs: number): boolean {
      if (policy.state === CircuitState.Closed) return true;
      if (policy.state !== CircuitState.Open) return false;
      return nowMs - opened.atMs >= Math.min(LONGEST_REST_MS, firstRestMs * 2 ** (opened.times - 1));
    },
    track(verdict: Promise<Verdict>): void {
      const run = async () => {
        const said = await verdict;
        // A probe that we ended ourselves has shown nothing, so the circuit stays open.
        const probing = policy.state === CircuitState.HalfOpen;
        if (said === 'bad' || (said === 'neutral' && probing)) throw new Error(said);
      };
      // A rejection is the breaker's own business: the caller has the failure already.
      policy.execute(run).catch(() => undefined);
    },
  };
}
