/** An event as a funnel sees it: when it happened (epoch milliseconds) and which steps it fits, one bit for each. */
export interface FunnelEvent {
  readonly user: string;
  readonly at: number;
  readonly steps: number;
}

export type FunnelOrder = 'ordered' | 'strict' | 'unordered';

export interface FunnelRules {
  readonly steps: number;
  readonly windowMs: number;
  readonly order: FunnelOrder;
}

/** For each step how long its users took to reach it, milliseconds from their first step; as many as the users. */
export interface FunnelCount {
  add(event: FunnelEvent): void;
  finish(): readonly (readonly number[])[];
}

/**
 * Counts a funnel in one pass over events ordered by user, then time. A user reaches step k where some choice of different
 * events fits steps 1 to k within the window; the shortest such time counts.
 * - ordered: one after another, whatever lies between; strict: nothing of the user lies between;
 * - unordered: any k of the steps.
 */
export function countFunnel(rules: FunnelRules): FunnelCount {
  const times: number[][] = Array.from({ length: rules.steps }, () => []);
  const walk = rules.order === 'unordered' ? walkUnordered(rules) : walkInOrder(rules);
  let user: string | undefined;
  let shortest = Array.from({ length: rules.steps }, () => Number.POSITIVE_INFINITY);

  function settle(): void {
    for (const [step, ms] of shortest.entries()) if (ms < Number.POSITIVE_INFINITY) times[step]?.push(ms);
    shortest = Array.from({ length: rules.steps }, () => Number.POSITIVE_INFINITY);
    walk.restart();
  }

  return {
    add(event) {
      if (event.user !== user) settle();
      user = event.user;
      walk.step(event, (step, ms) => {
        if (ms < (shortest[step] ?? 0)) shortest[step] = ms;
      });
    },
    finish() {
      settle();
      return times;
    },
  };
}

interface Walk {
  restart(): void;
  step(event: FunnelEvent, reached: (step: number, ms: number) => void): void;
}

const fits = (steps: number, step: number): boolean => ((steps >>> step) & 1) === 1;

/** Of all chains that reached a step the one that began last is the best to go on from: nothing else need be kept. */
function walkInOrder({ steps, windowMs, order }: FunnelRules): Walk {
  const began = Array.from({ length: steps }, () => Number.NEGATIVE_INFINITY);
  return {
    restart: () => void began.fill(Number.NEGATIVE_INFINITY),
    step({ at, steps: own }, reached) {
      // From the last step down, so that an event serves one step of a chain only.
      for (let step = steps - 1; step >= 0; step -= 1) {
        const start = step === 0 ? at : (began[step - 1] ?? Number.NEGATIVE_INFINITY);
        if (fits(own, step) && at - start <= windowMs) {
          began[step] = Math.max(start, order === 'strict' ? start : (began[step] ?? start));
          reached(step, at - start);
        } else if (order === 'strict') began[step] = Number.NEGATIVE_INFINITY;
      }
    },
  };
}

function walkUnordered({ steps, windowMs }: FunnelRules): Walk {
  const last = Array.from({ length: steps }, () => Number.NEGATIVE_INFINITY);
  return {
    restart: () => void last.fill(Number.NEGATIVE_INFINITY),
    step({ at, steps: own }, reached) {
      for (let step = 0; step < steps; step += 1) if (fits(own, step)) last[step] = at;
      const newest = last.filter((time) => at - time <= windowMs).sort((a, b) => b - a);
      for (const [count, time] of newest.entries()) reached(count, at - time);
    },
  };
}
