import type { Pool } from 'pg';
import type { DeliveriesQuery, WebhookDelivery } from '#contracts/alerts';
import { inTransaction } from '#platform';

/** What was sent to webhooks and what still is to be, for people to look at. */
export interface DeliveryHistory {
  /** Newest first. */
  list(webhookId: number, query: DeliveriesQuery): Promise<WebhookDelivery[]>;
  /** Has a delivery sent again at once, also where the webhook rests. Undefined where the webhook has no such delivery. */
  redeliver(webhookId: number, id: string, nowMs: number): Promise<WebhookDelivery | undefined>;
}

interface Row
  extends Omit<WebhookDelivery, 'created_at' | 'last_attempt_at' | 'next_attempt_at' | 'title' | 'type'> {
  readonly body: string;
  readonly created_at: Date;
  readonly last_attempt_at: Date | null;
  readonly next_attempt_at: Date | null;
}

const STATUS = `CASE WHEN delivered_at IS NOT NULL THEN 'delivered' WHEN given_up_at IS NOT NULL THEN 'given_up' ELSE 'waiting' END`;
const FOUND = `SELECT deliveries.id, alert_id, body, ${STATUS} AS status, attempts, response_status, last_error AS error,
    deliveries.created_at, last_attempt_at,
    CASE WHEN delivered_at IS NULL AND given_up_at IS NULL THEN greatest(next_attempt_at, resume_at) END AS next_attempt_at
  FROM alert_deliveries AS deliveries JOIN alert_webhooks AS webhooks ON webhooks.id = webhook_id WHERE webhook_id = $1`;

export function createDeliveryHistory(pool: Pool): DeliveryHistory {
  return {
    async list(webhookId, { status, limit }) {
      const { rows } = await pool.query<Row>(
        `${FOUND} AND ($2 = 'all' OR ${STATUS} = $2) ORDER BY place DESC LIMIT $3`,
        [webhookId, status, limit],
      );
      return rows.map(toDelivery);
    },
    redeliver: (webhookId, id, nowMs) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE alert_deliveries SET attempts = 0, delivered_at = NULL, given_up_at = NULL, next_attempt_at = $3,
             redelivered_at = $3 WHERE webhook_id = $1 AND id = $2`,
          [webhookId, id, new Date(nowMs)],
        );
        if (rowCount === 0) return undefined;
        await client.query('UPDATE alert_webhooks SET resume_at = NULL WHERE id = $1', [webhookId]);
        const { rows } = await client.query<Row>(`${FOUND} AND deliveries.id = $2`, [webhookId, id]);
        return rows.map(toDelivery)[0];
      }),
  };
}

function toDelivery({ body, ...row }: Row): WebhookDelivery {
  const { type, data } = JSON.parse(body) as { type: string; data: { title: string } };
  return {
    ...row,
    type,
    title: data.title,
    created_at: row.created_at.toISOString(),
    last_attempt_at: row.last_attempt_at?.toISOString() ?? null,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
  };
}
