import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertTransition } from '#contracts/alerts';
import { SEVERITIES } from '#contracts/choices';
import type { WebhookTarget } from './webhook-store.ts';

type Client = Pick<ClientBase, 'query'>;

/** Never tried, and not due yet: the alert's rule is muted. */
const HELD = `attempts = 0 AND delivered_at IS NULL AND given_up_at IS NULL
  AND next_attempt_at > created_at AND next_attempt_at`;

/**
 * Queues a change of alerts for every webhook that wants it, in the caller's transaction. What fires while its rule is
 * muted is held until that ends; where it is over before, the webhook hears nothing of it.
 */
export async function enqueueDeliveries(
  client: Client,
  transition: AlertTransition,
  alerts: readonly Alert[],
  nowMs: number,
): Promise<void> {
  const timestamp = new Date(nowMs).toISOString();
  await client.query(
    `WITH held AS (
       SELECT id, webhook_id, alert_id FROM alert_deliveries WHERE alert_id = ANY($1) AND ${HELD} > $4
     ), dropped AS (
       DELETE FROM alert_deliveries WHERE id IN (SELECT id FROM held) AND $6 = 'resolved'
     )
     INSERT INTO alert_deliveries (webhook_id, alert_id, body, next_attempt_at, created_at)
     SELECT webhooks.id, changed.id, body, CASE WHEN $6 = 'fired' THEN greatest($4, muted_until) ELSE $4 END, $4
     FROM unnest($1::bigint[], $2::text[], $3::text[], $7::bigint[])
       WITH ORDINALITY AS changed (id, body, severity, rule_id, place)
     JOIN alert_webhooks AS webhooks
       ON webhooks.enabled AND array_position($5::text[], min_severity) <= array_position($5::text[], changed.severity)
     LEFT JOIN alert_rules AS rules ON rules.id = rule_id
     WHERE NOT EXISTS (SELECT FROM held WHERE held.webhook_id = webhooks.id AND held.alert_id = changed.id)
     ORDER BY webhooks.id, place`,
    [
      alerts.map(({ id }) => id),
      alerts.map((alert) => JSON.stringify({ type: `alert.${transition}`, timestamp, data: alert })),
      alerts.map(({ severity }) => severity),
      timestamp,
      SEVERITIES,
      transition,
      alerts.map(({ rule_id }) => rule_id),
    ],
  );
}

/** Holds what is held of a rule's alerts until another time. */
export async function holdDeliveries(
  client: Client,
  ruleId: number,
  until: Date,
  nowMs: number,
): Promise<void> {
  await client.query(
    `UPDATE alert_deliveries SET next_attempt_at = $2
     WHERE ${HELD} > $3 AND alert_id IN (SELECT id FROM analytics_alerts WHERE rule_id = $1 AND resolved_at IS NULL)`,
    [ruleId, until, new Date(nowMs)],
  );
}

export interface Delivery extends WebhookTarget {
  readonly id: string;
  readonly body: string;
  readonly attempts: number;
  readonly createdMs: number;
}

export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly error: string; readonly nextMs: number }
  | { readonly kind: 'given-up'; readonly error: string };

export interface DeliveryStore {
  /** The oldest waiting delivery of each webhook, where it is due: of one webhook they go in order, but for held ones. */
  due(nowMs: number): Promise<string[]>;
  /** Hands over a delivery that nobody else has, and records what became of it. False where it is no longer there. */
  attempt(id: string, deliver: (delivery: Delivery) => Promise<Outcome>): Promise<boolean>;
}

export function createDeliveryStore(pool: Pool, now: () => number): DeliveryStore {
  return {
    async due(nowMs) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT first.id FROM alert_webhooks AS webhooks CROSS JOIN LATERAL (
           SELECT id, next_attempt_at FROM alert_deliveries
           WHERE webhook_id = webhooks.id AND delivered_at IS NULL AND given_up_at IS NULL
             AND (attempts > 0 OR next_attempt_at <= $1) ORDER BY place LIMIT 1
         ) AS first WHERE webhooks.enabled AND next_attempt_at <= $1`,
        [new Date(nowMs)],
      );
      return rows.map(({ id }) => id);
    },
    async attempt(id, deliver) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const { rows } = await client.query<Omit<Delivery, 'createdMs'> & { created_at: Date }>(
          `SELECT deliveries.id, url, secret, body, attempts, deliveries.created_at
           FROM alert_deliveries AS deliveries JOIN alert_webhooks AS webhooks ON webhooks.id = webhook_id
           WHERE deliveries.id = $1 AND delivered_at IS NULL AND given_up_at IS NULL FOR UPDATE OF deliveries SKIP LOCKED`,
          [id],
        );
        const [row] = rows;
        if (row !== undefined)
          await record(client, id, await deliver({ ...row, createdMs: row.created_at.getTime() }), now());
        await client.query('COMMIT');
        return row !== undefined;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

async function record(client: Client, id: string, outcome: Outcome, nowMs: number): Promise<void> {
  const at = new Date(nowMs);
  await client.query(
    `UPDATE alert_deliveries SET attempts = attempts + 1, delivered_at = $2, given_up_at = $3, last_error = $4,
       next_attempt_at = coalesce($5, next_attempt_at) WHERE id = $1`,
    [
      id,
      outcome.kind === 'delivered' ? at : null,
      outcome.kind === 'given-up' ? at : null,
      outcome.kind === 'delivered' ? null : outcome.error,
      outcome.kind === 'again' ? new Date(outcome.nextMs) : null,
    ],
  );
}
