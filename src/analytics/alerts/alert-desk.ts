import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertRule, AlertTransition } from '#contracts/alerts';
import type { Frame } from '#contracts/websocket';
import { type ChannelLog, type Clock, DomainError, inTransaction } from '#platform';
import { type AlertState, advance, sameState } from './alert-state.ts';
import { acknowledge, holdState, insertAlert, resolveAlerts, writeState } from './alert-store.ts';
import type { Sighting } from './judge.ts';
import { enqueueDeliveries } from './webhooks/delivery-store.ts';

type Client = Pick<ClientBase, 'query'>;

/** Something a rule saw of one thing it watches; the subject is empty where the rule watches one thing only. */
export interface Look {
  readonly rule: AlertRule;
  readonly subject: string;
  readonly sighting: Sighting;
  readonly simulated: boolean;
  /** Whatever else belongs into the alert's `alert_data`. */
  readonly data?: object;
}

/** The one place where alerts change. A change, its frame on the channel and its webhook deliveries are one transaction. */
export interface AlertDesk {
  /** Takes the next step of the state; returns where it stands now. */
  take(look: Look, known: AlertState): Promise<AlertState>;
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
    for (const alert of alerts) await enqueueDeliveries(client, transition, alert, nowMs);
    await log.append(
      client,
      alerts.map((alert) => updateFrame(transition, alert, nowMs)),
    );
  }
  return {
    async take(look, known) {
      const { rule, subject, sighting } = look;
      const atMs = clock.now();
      const patience = { forMs: rule.for_seconds * 1_000, clearMs: rule.clear_seconds * 1_000 };
      const judgement = { ...sighting, atMs };
      if (sameState(known, advance(known, judgement, patience).state)) return known;
      return inTransaction(pool, async (client) => {
        const held = await holdState(client, rule.id, subject);
        const { state, transition } = advance(held, judgement, patience);
        if (sameState(held, state)) return state;
        await writeState(client, rule.id, subject, state);
        if (transition === 'fired')
          await tell(client, 'fired', [await insertAlert(client, { data: {}, ...look, atMs })]);
        if (transition === 'resolved')
          await tell(client, 'resolved', await resolveAlerts(client, rule.id, subject, atMs));
        return state;
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
