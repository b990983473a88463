import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertState, advance, type Judgement, type Patience } from './alert-state.ts';

const ALERT = { breached: true, cleared: false };
const BETWEEN = { breached: false, cleared: false };
const FINE = { breached: false, cleared: true };

/** Looks once a second. */
function play(looks: readonly Omit<Judgement, 'atMs'>[], patience: Patience): (string | undefined)[] {
  let state: AlertState = { status: 'ok' };
  return looks.map((look, second) => {
    const step = advance(state, { ...look, atMs: second * 1_000 }, patience);
    state = step.state;
    return step.transition;
  });
}

describe('the state of an alert', () => {
  it('fires at the first breach where nothing is to be waited for', () => {
    expect(play([FINE, ALERT, ALERT], { forMs: 0, clearMs: 0 })).toEqual([undefined, 'fired', undefined]);
  });

  it('waits for a breach that lasts, and forgets one that does not', () => {
    const patience = { forMs: 2_000, clearMs: 0 };
    expect(play([ALERT, ALERT, FINE, ALERT, ALERT, ALERT], patience)).toEqual([
      ...Array.from({ length: 5 }, () => undefined),
      'fired',
    ]);
  });

  it('is resolved only after it has been over for long enough, and stays while it is in between', () => {
    const patience = { forMs: 0, clearMs: 2_000 };
    const looks = [ALERT, BETWEEN, FINE, FINE, ALERT, FINE, FINE, BETWEEN, FINE, FINE, FINE];
    expect(play(looks, patience).map((it) => it ?? '')).toEqual([
      'fired',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      'resolved',
    ]);
  });

  it('alternates between fired and resolved, and never changes twice within its patience', () => {
    const look = fc.constantFrom(ALERT, BETWEEN, FINE);
    fc.assert(
      fc.property(
        fc.array(look, { maxLength: 200 }),
        fc.nat(20),
        fc.nat(20),
        (looks, forSeconds, clearSeconds) => {
          const transitions = play(looks, { forMs: forSeconds * 1_000, clearMs: clearSeconds * 1_000 });
          const changes = transitions.flatMap((it, second) => (it === undefined ? [] : [{ it, second }]));
          for (const [place, { it, second }] of changes.entries()) {
            expect(it).toBe(place % 2 === 0 ? 'fired' : 'resolved');
            const waited = it === 'fired' ? forSeconds : clearSeconds;
            const before = changes[place - 1]?.second ?? 0;
            expect(second - before).toBeGreaterThanOrEqual(waited);
            const asked = looks.slice(second - waited, second + 1);
            expect(asked.every((its) => (it === 'fired' ? its.breached : its.cleared))).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
