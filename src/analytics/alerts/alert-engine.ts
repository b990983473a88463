import type { Bus, Logger } from '#platform';
import { paced } from '../paced.ts';
import { AlertRounds, type AlertRoundsDeps, type Watched } from './alert-rounds.ts';
import { metricOf } from './judge.ts';

export interface AlertEngineDeps extends AlertRoundsDeps {
  readonly bus: Bus;
  readonly logger: Logger;
}

/** The least time between two rounds; what happens meanwhile is looked at in the next. */
const ROUND_GAP_MS = 50;
/** What changes by the mere passing of time is looked at this often. */
const TICK_MS = 1_000;

/**
 * Looks at every rule whenever what it watches was committed, and at the unsettled ones as time passes. State lives in
 * the database: a restart goes on where it stood, and several workers take each step once.
 */
export function startAlertEngine(deps: AlertEngineDeps): AsyncDisposable {
  const { bus, logger } = deps;
  const rounds = new AlertRounds(deps);
  let running = Promise.resolve();
  let closed = false;
  const soon = paced(
    () => {
      running = running
        .then(() => (closed ? undefined : rounds.run()))
        .catch((error: unknown) => logger.warn({ err: error }, 'alert rules could not be read; tried again'));
      return running;
    },
    { leastGapMs: ROUND_GAP_MS, restPerWork: 1 },
  );
  const wake = (concerns: (one: Watched) => boolean) => {
    rounds.mark(concerns);
    soon();
  };
  const forget = () => {
    rounds.forgetRules();
    soon();
  };
  const stops = [
    bus.subscribe('analytics.metrics.committed', ({ names }) => {
      const committed = new Set(names);
      wake(({ rule }) => committed.has(metricOf(rule.condition) ?? ''));
    }),
    bus.subscribe('market.universe.refreshed', () =>
      wake(({ rule }) => rule.condition.kind === 'market_change'),
    ),
    bus.subscribe('anomaly.detected', (anomaly) => {
      rounds.addAnomaly(anomaly);
      soon();
    }),
    bus.subscribe('alerts.rules.changed', forget),
    bus.subscribe('bus.resumed', forget),
  ];
  const timer = setInterval(() => wake(changesWithTime), TICK_MS).unref();
  soon();
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      for (const stop of stops) stop();
      await running;
    },
  };
}

/** Silence, and windows that old values leave, come about without anything being committed; so does the end of a wait. */
function changesWithTime({ rule: { condition }, states }: Watched): boolean {
  if (states.size > 0 || condition.kind === 'absence') return true;
  return condition.kind === 'threshold' && condition.aggregate !== 'worst';
}
