export type FunnelOrder = 'ordered' | 'strict' | 'unordered';

export interface FunnelRules {
  readonly steps: number;
  readonly windowMs: number;
  readonly order: FunnelOrder;
}

export interface FunnelCount {
  /** What is added from here on is this user's. */
  readonly nextUser: (user: number) => void;
  /** @param at epoch milliseconds, not before the event added last
   *  @param steps those that the event fits, one bit for each
   *  @param group where the user belongs if their funnel begins with this event */
  readonly add: (at: number, steps: number, group: number) => void;
  /** There is no other user. */
  readonly finish: () => void;
}

/**
 * Is told of each user with a first step: how long they took to reach each step, milliseconds from their first one, infinity
 * where they did not, in an array that is used again; and the group that their first event of the funnel puts them in.
 */
export type FunnelVisitor = (user: number, shortest: Float64Array, group: number) => void;

/**
 * Counts a funnel in one pass over events ordered by user, then time. A user reaches step k where some choice of different
 * events fits steps 1 to k within the window; the shortest such time counts.
 * - ordered: one after another, whatever lies between; strict: nothing of the user lies between;
 * - unordered: any k of the steps.
 */
export function countFunnel(rules: FunnelRules, visit: FunnelVisitor): FunnelCount {
  const shortest = new Float64Array(rules.steps).fill(Number.POSITIVE_INFINITY);
  const walk = rules.order === 'unordered' ? walkUnordered(rules, shortest) : walkInOrder(rules, shortest);
  let user = 0;
  let group = 0;
  let hasBegun = false;

  function finish(): void {
    if (!hasBegun) return;
    visit(user, shortest, group);
    shortest.fill(Number.POSITIVE_INFINITY);
    hasBegun = false;
  }

  return {
    nextUser(next) {
      finish();
      walk.restart();
      user = next;
    },
    add(at, steps, own) {
      walk.step(at, steps);
      if (hasBegun || shortest[0] !== 0) return;
      hasBegun = true;
      group = own;
    },
    finish,
  };
}

/** Follows one user's events, and keeps the shortest time to each step. */
interface Walk {
  readonly restart: () => void;
  readonly step: (at: number, steps: number) => void;
}

const fits = (steps: number, step: number): boolean => ((steps >>> step) & 1) === 1;

/** Of all chains that reached a step the one that began last is the best to go on from: nothing else need be kept. */
function walkInOrder({ steps, windowMs, order }: FunnelRules, shortest: Float64Array): Walk {
  const began = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  return {
    restart: () => void began.fill(Number.NEGATIVE_INFINITY),
    step(at, own) {
      // From the last step down, so that an event serves one step of a chain only.
      for (let step = steps - 1; step >= 0; step -= 1) {
        const start = step === 0 ? at : (began[step - 1] as number);
        if (fits(own, step) && at - start <= windowMs) {
          began[step] = order === 'strict' ? start : Math.max(start, began[step] as number);
          shortest[step] = Math.min(shortest[step] as number, at - start);
        } else if (order === 'strict') began[step] = Number.NEGATIVE_INFINITY;
      }
    },
  };
}

/** Steps stand in the order in which they were last fitted, the newest first. */
function walkUnordered({ steps, windowMs }: FunnelRules, shortest: Float64Array): Walk {
  const order = Int32Array.from({ length: steps }, (_, step) => step);
  const times = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  return {
    restart: () => void times.fill(Number.NEGATIVE_INFINITY),
    step(at, own) {
      for (let place = 0; place < steps; place += 1) {
        const step = order[place] as number;
        if (!fits(own, step)) continue;
        for (let later = place; later > 0; later -= 1) {
          order[later] = order[later - 1] as number;
          times[later] = times[later - 1] as number;
        }
        order[0] = step;
        times[0] = at;
      }
      for (let count = 0; count < steps; count += 1) {
        const since = at - (times[count] as number);
        if (since > windowMs) return;
        if (since < (shortest[count] as number)) shortest[count] = since;
      }
    },
  };
}
