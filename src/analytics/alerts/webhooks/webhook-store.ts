import type { Pool } from 'pg';
import type { Webhook, WebhookBody } from '#contracts/alerts';

export interface WebhookStore {
  list(): Promise<Webhook[]>;
  create(webhook: WebhookBody, secret: Buffer): Promise<Webhook>;
  delete(id: number): Promise<boolean>;
  /** Where a test goes; undefined where there is no such webhook. */
  target(id: number): Promise<WebhookTarget | undefined>;
}

export interface WebhookTarget {
  readonly url: string;
  readonly secret: Buffer;
}

interface Row extends Omit<Webhook, 'created_at' | 'last_delivered_at' | 'resume_at'> {
  readonly created_at: Date;
  readonly last_delivered_at: Date | null;
  readonly resume_at: Date | null;
}

const COLUMNS = `webhooks.id, url, description, min_severity, enabled, webhooks.created_at, resume_at,
  (SELECT count(*)::int FROM alert_deliveries AS waiting
   WHERE waiting.webhook_id = webhooks.id AND delivered_at IS NULL AND given_up_at IS NULL) AS waiting,
  (SELECT max(delivered_at) FROM alert_deliveries AS done WHERE done.webhook_id = webhooks.id) AS last_delivered_at,
  (SELECT last_error FROM alert_deliveries AS tried WHERE tried.webhook_id = webhooks.id AND attempts > 0
   ORDER BY last_attempt_at DESC NULLS LAST LIMIT 1) AS last_error`;

function toWebhook(row: Row): Webhook {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    last_delivered_at: row.last_delivered_at?.toISOString() ?? null,
    resume_at: row.resume_at?.toISOString() ?? null,
  };
}

export function createWebhookStore(pool: Pool): WebhookStore {
  return {
    async list() {
      const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM alert_webhooks AS webhooks ORDER BY id`);
      return rows.map(toWebhook);
    },
    async create({ url, description, min_severity, enabled }, secret) {
      const { rows } = await pool.query<Row>(
        `INSERT INTO alert_webhooks AS webhooks (url, secret, description, min_severity, enabled)
         VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
        [url, secret, description, min_severity, enabled],
      );
      const [made] = rows.map(toWebhook);
      if (made === undefined) throw new Error('a made webhook was not returned');
      return made;
    },
    async delete(id) {
      return (await pool.query('DELETE FROM alert_webhooks WHERE id = $1', [id])).rowCount === 1;
    },
    async target(id) {
      const { rows } = await pool.query<WebhookTarget>(
        'SELECT url, secret FROM alert_webhooks WHERE id = $1',
        [id],
      );
      return rows[0];
    },
  };
}
