import type { AlertRule } from '#contracts/alerts';
import { type Clock, type Logger, reasonOf } from '#platform';
import type { AlertDesk, Look } from './alert-desk.ts';
import type { AlertState } from './alert-state.ts';
import type { AlertStore } from './alert-store.ts';
import { isCurrentAnomaly } from './current.ts';
import { type LookDeps, look } from './look.ts';
import { type AnomalyFound, looksAtAnomalies } from './look-at-anomalies.ts';
import type { RuleStore } from './rule-store.ts';

export interface AlertRoundsDeps extends LookDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rules: RuleStore;
  readonly alerts: AlertStore;
  readonly desk: AlertDesk;
}

export interface Watched {
  readonly rule: AlertRule;
  /** By subject; what is fine is absent. */
  readonly states: Map<string, AlertState>;
}

/** Rules that change alerts at once; each holds a connection to the database. */
const LANES = 4;

/** What is to be looked at, and the looking. A round that fails in part leaves that part for the next. */
export class AlertRounds {
  #deps: AlertRoundsDeps;
  #watched: readonly Watched[] | undefined;
  #due = new Set<Watched>();
  #anomalies: AnomalyFound[] = [];
  #failures: { readonly rule: string; readonly reason: string }[] = [];

  constructor(deps: AlertRoundsDeps) {
    this.#deps = deps;
  }

  mark(concerns: (one: Watched) => boolean): void {
    for (const one of this.#watched ?? []) if (concerns(one)) this.#due.add(one);
  }

  addAnomaly(anomaly: AnomalyFound): void {
    if (isCurrentAnomaly(anomaly, this.#deps.clock.now())) this.#anomalies.push(anomaly);
  }

  /** The next round reads the rules and their states anew, and looks at all of them. */
  forgetRules(): void {
    this.#watched = undefined;
  }

  async run(): Promise<void> {
    const watched = this.#watched ?? (await this.#read());
    const due = [...this.#due];
    const anomalies = this.#anomalies;
    this.#due = new Set();
    this.#anomalies = [];
    // All looks at once: what they read of metrics is then read together.
    const nowMs = this.#deps.clock.now();
    const seen = due.map((one) => look(this.#deps, one.rule.condition, [...one.states.keys()], nowMs));
    await Promise.allSettled(seen);
    await inLanes([...due.entries()], async ([place, one]) => {
      if (!(await this.#attempt(one, seen[place]))) this.#due.add(one);
    });
    const done: boolean[] = [];
    for (const one of watched) {
      const { rule, states } = one;
      const looks = looksAtAnomalies(rule.condition, [...states.keys()], anomalies);
      done.push(await this.#attempt(one, looks));
    }
    // Those rules that have taken an anomaly already stay as they are when it comes again.
    if (done.includes(false)) this.#anomalies.push(...anomalies);
    this.#tellFailures();
  }

  /** One line a round: where the database is away, every rule fails for the same reason. */
  #tellFailures(): void {
    const [first] = this.#failures;
    if (first === undefined) return;
    const about = { ...first, rules: this.#failures.length };
    this.#failures = [];
    this.#deps.logger.warn(about, 'alert rules could not be looked at; tried again');
  }

  async #read(): Promise<readonly Watched[]> {
    const { rules, alerts } = this.#deps;
    const [list, states] = await Promise.all([rules.list(), alerts.states()]);
    const watched = list
      .filter((rule) => rule.enabled)
      .map((rule) => ({ rule, states: states.get(rule.id) ?? new Map<string, AlertState>() }));
    this.#due = new Set(watched);
    this.#watched = watched;
    return watched;
  }

  async #attempt(one: Watched, seen: Look[] | Promise<Look[]> | undefined): Promise<boolean> {
    try {
      const moved = await this.#deps.desk.take(one.rule, (await seen) ?? [], one.states);
      for (const [subject, state] of moved) {
        if (state.status === 'ok') one.states.delete(subject);
        else one.states.set(subject, state);
      }
      return true;
    } catch (error) {
      this.#failures.push({ rule: one.rule.name, reason: reasonOf(error) });
      return false;
    }
  }
}

async function inLanes<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = Iterator.from(items);
  const lane = async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
