import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertRule, AlertTransition } from '#contracts/alerts';
import type { Frame } from '#contracts/websocket';
import { type ChannelLog, type Clock, DomainError, inTransaction } from '#platform';
import { type AlertState, advance, OK, patienceOf, sameState } from './alert-state.ts';
import { acknowledge, holdStates, insertAlerts, resolveAlerts, writeStates } from './alert-store.ts';
import type { Sighting } from './judge.ts';
import { enqueueDeliveries } from './webhooks/delivery-store.ts';

type Client = Pick<ClientBase, 'query'>;

/** Something a rule saw of one thing it watches; the subject is empty where the rule watches one thing only. */
export interface Look {
  readonly subject: string;
  readonly sighting: Sighting;
  readonly simulated: boolean;
  /** Whatever else belongs into the alert's `alert_data`. */
  readonly data?: object;
}

/** By subject; what is fine may be absent. */
export type States = ReadonlyMap<string, AlertState>;

/** The one place where alerts change. A change, its frame on the channel and its webhook deliveries are one transaction. */
export interface AlertDesk {
  /** Takes the next step of each thing that one rule looked at, in one transaction; returns where those that moved stand. */
  take(rule: AlertRule, looks: readonly Look[], known: States): Promise<States>;
  /** Throws a DomainError where there is no such alert. Of several that acknowledge, the first one's name stands. */
  acknowledge(id: number, by: string): Promise<Alert>;
  /** Ends the alerts of a rule that is changed or deleted, in the caller's transaction. */
  readonly settle: (client: Client, ruleId: number) => Promise<void>;
}

export interface AlertDeskDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: ChannelLog;
}

export function createAlertDesk({ pool, clock, log }: AlertDeskDeps): AlertDesk {
  async function tell(client: Client, transition: AlertTransition, alerts: readonly Alert[]): Promise<void> {
    const nowMs = clock.now();
    if (alerts.length === 0) return;
    await enqueueDeliveries(client, transition, alerts, nowMs);
    await log.append(
      client,
      alerts.map((alert) => updateFrame(transition, alert, nowMs)),
    );
  }
  return {
    async take(rule, looks, known) {
      const atMs = clock.now();
      const patience = patienceOf(rule);
      const stepFrom = (states: States) => (look: Look) => {
        const before = states.get(look.subject) ?? OK;
        const { state, transition } = advance(before, { ...look.sighting, atMs }, patience);
        return { look, state, transition, isNew: !sameState(before, state) };
      };
      const moving = looks.map(stepFrom(known)).filter(({ isNew }) => isNew);
      if (moving.length === 0) return new Map();
      return inTransaction(pool, async (client) => {
        const subjects = moving.map(({ look }) => look.subject);
        const steps = moving
          .map(({ look }) => look)
          .map(stepFrom(await holdStates(client, rule.id, subjects)));
        const changed = steps.filter(({ isNew }) => isNew);
        await writeStates(
          client,
          rule.id,
          changed.map(({ look, state }) => [look.subject, state]),
        );
        const looksThat = (wanted: AlertTransition) =>
          steps.flatMap(({ look, transition }) => (transition === wanted ? [look] : []));
        const fired = await insertAlerts(client, rule, looksThat('fired'), atMs);
        const ended = looksThat('resolved').map(({ subject }) => subject);
        const resolved = ended.length === 0 ? [] : await resolveAlerts(client, rule.id, ended, atMs);
        await tell(client, 'resolved', resolved);
        await tell(client, 'fired', fired);
        return new Map(steps.map(({ look, state }) => [look.subject, state]));
      });
    },
    acknowledge: (id, by) =>
      inTransaction(pool, async (client) => {
        const found = await acknowledge(client, id, by, clock.now());
        if (found === undefined) throw new DomainError('unknown-alert', `There is no alert ${id}.`);
        if (found.changed) await tell(client, 'acknowledged', [found.alert]);
        return found.alert;
      }),
    async settle(client, ruleId) {
      await client.query('DELETE FROM alert_states WHERE rule_id = $1', [ruleId]);
      await tell(client, 'resolved', await resolveAlerts(client, ruleId, undefined, clock.now()));
    },
  };
}

function updateFrame(transition: AlertTransition, alert: Alert, nowMs: number): Frame {
  return {
    type: 'alerts_update',
    timestamp: new Date(nowMs).toISOString(),
    data: { transition, alert },
  };
}
