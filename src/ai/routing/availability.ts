import type { Clock } from '#platform';
import type { Model } from '../catalogue/model.ts';
import type { KillSwitches } from '../control/kill-switches.ts';
import type { Breakers } from '../execution/breakers.ts';
import type { Rests } from '../execution/rests.ts';
import type { RejectionKind } from './constraints.ts';

export interface StopDeps {
  readonly clock: Clock;
  readonly providers: { has(name: string): boolean };
  readonly killSwitches: KillSwitches;
  readonly rests: Rests;
  readonly breakers: Breakers;
}

/** Answers why a model cannot be called right now, for a key or for anybody; null where it can. */
export type StopOf = (
  model: Model,
  principalId: string | null,
) => { kind: RejectionKind; reason: string } | null;

export function createStopOf({ clock, providers, killSwitches, rests, breakers }: StopDeps): StopOf {
  return (model, principalId) => {
    if (!providers.has(model.provider))
      return { kind: 'unconfigured', reason: `no key for ${model.provider} is set` };
    const stop = killSwitches.stopFor(model, principalId);
    if (stop !== null) return { kind: 'stopped', reason: stop };
    const nowMs = clock.now();
    const rest = rests.restOf(model, nowMs);
    if (rest !== null) return { kind: 'resting', reason: rest.reason };
    return breakers.admits(model, nowMs) ? null : { kind: 'resting', reason: 'its circuit breaker is open' };
  };
}
