import type { Model } from '../catalogue/model.ts';
import type { ProviderFailure } from '../providers/failure.ts';

/** Models and providers that told us to come back later. */
export interface Rests {
  /** Why and until when a model rests; null where it does not. */
  restOf(model: Model, nowMs: number): { untilMs: number; reason: string } | null;
  note(model: Model, failure: ProviderFailure, nowMs: number): void;
}

/** A refused key or a spent quota does not mend within a request; look again now and then. */
const BROKEN_ACCOUNT_REST_MS = 60_000;
const UNTOLD_RATE_REST_MS = 1_000;
const LONGEST_REST_MS = 10 * 60_000;

export function createRests(): Rests {
  const rests = new Map<string, { untilMs: number; reason: string }>();
  return {
    restOf(model, nowMs) {
      for (const key of [model.provider, model.id]) {
        const rest = rests.get(key);
        if (rest === undefined) continue;
        if (rest.untilMs > nowMs) return rest;
        rests.delete(key);
      }
      return null;
    },
    note(model, failure, nowMs) {
      const rest = (name: string, ms: number, reason: string) =>
        void rests.set(name, { untilMs: nowMs + Math.min(ms, LONGEST_REST_MS), reason });
      if (failure.kind === 'auth')
        rest(model.provider, BROKEN_ACCOUNT_REST_MS, 'the provider refuses our key');
      if (failure.kind === 'quota')
        rest(model.provider, BROKEN_ACCOUNT_REST_MS, "the provider's quota is spent");
      if (failure.kind === 'rate_limit')
        rest(model.id, failure.retryAfterMs ?? UNTOLD_RATE_REST_MS, 'the provider limits our rate');
    },
  };
}
