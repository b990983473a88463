import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertTransition } from '#contracts/alerts';
import { SEVERITIES } from '#contracts/choices';
import type { WebhookTarget } from './webhook-store.ts';

type Client = Pick<ClientBase, 'query'>;

/** Queues a change of alerts for every webhook that wants it, in the caller's transaction. */
export async function enqueueDeliveries(
  client: Client,
  transition: AlertTransition,
  alerts: readonly Alert[],
  nowMs: number,
): Promise<void> {
  const timestamp = new Date(nowMs).toISOString();
  await client.query(
    `INSERT INTO alert_deliveries (webhook_id, alert_id, body, next_attempt_at, created_at)
     SELECT webhooks.id, changed.id, body, $4, $4
     FROM unnest($1::bigint[], $2::text[], $3::integer[]) WITH ORDINALITY AS changed (id, body, severity, place)
     JOIN alert_webhooks AS webhooks ON enabled AND array_position($5::text[], min_severity) <= severity
     ORDER BY webhooks.id, place`,
    [
      alerts.map(({ id }) => id),
      alerts.map((alert) => JSON.stringify({ type: `alert.${transition}`, timestamp, data: alert })),
      alerts.map(({ severity }) => SEVERITIES.indexOf(severity) + 1),
      timestamp,
      SEVERITIES,
    ],
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
  /** The oldest waiting delivery of each webhook, where it is due: of one webhook they go in order. */
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
           WHERE webhook_id = webhooks.id AND delivered_at IS NULL AND given_up_at IS NULL ORDER BY place LIMIT 1
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
