import type { Clock } from '#platform';
import type { Outcome } from './router.ts';

export interface LoggedFailure {
  readonly kind: string;
  readonly detail: string;
  readonly at: string;
}

/** The latest failure each provider is to blame for, as health shows it. */
export interface FailureLog {
  note(outcome: Outcome): void;
  last(provider: string): LoggedFailure | null;
}

export function createFailureLog(clock: Clock): FailureLog {
  const failures = new Map<string, LoggedFailure>();
  return {
    note({ attempts }) {
      for (const { result, candidate } of attempts) {
        if (result === null || result.outcome === 'success' || !result.outcome.showsOutage) continue;
        const { kind, message } = result.outcome;
        failures.set(candidate.model.provider, {
          kind,
          detail: message,
          at: new Date(clock.now()).toISOString(),
        });
      }
    },
    last: (provider) => failures.get(provider) ?? null,
  };
}
