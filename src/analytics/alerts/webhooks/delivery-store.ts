import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertTransition } from '#contracts/alerts';
import { SEVERITIES } from '#contracts/choices';
import { inTransaction } from '#platform';
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
  /** When it was made, or had to be sent again. */
  readonly queuedMs: number;
  /** Attempts of the webhook that failed in a row, of whichever delivery. */
  readonly failures: number;
}

/** What became of an attempt. */
export interface Outcome {
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Null where it was taken. */
  readonly error: string | null;
  /** When it is tried again; null where it is not. */
  readonly nextMs: number | null;
  /** Until when nothing at all is sent to the webhook. */
  readonly resumeMs: number | null;
}

export interface DeliveryStore {
  /** Webhooks that do not rest and have a delivery that is due. */
  due(nowMs: number): Promise<number[]>;
  /** What to send such a webhook next: of the deliveries tried least, the oldest. */
  next(webhookId: number, nowMs: number): Promise<string | undefined>;
  /** Hands over a delivery that nobody else has, and records what became of it. False where it is no longer there. */
  attempt(id: string, deliver: (delivery: Delivery) => Promise<Outcome>): Promise<boolean>;
}

const AWAKE = 'webhooks.enabled AND coalesce(webhooks.resume_at <= $1, true)';
const DUE = 'delivered_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= $1';

export function createDeliveryStore(pool: Pool, now: () => number): DeliveryStore {
  return {
    async due(nowMs) {
      const { rows } = await pool.query<{ id: number }>(
        `SELECT id FROM alert_webhooks AS webhooks
         WHERE ${AWAKE} AND EXISTS (SELECT FROM alert_deliveries WHERE webhook_id = webhooks.id AND ${DUE}) ORDER BY id`,
        [new Date(nowMs)],
      );
      return rows.map(({ id }) => id);
    },
    async next(webhookId, nowMs) {
      // Those tried least come first, so that what is always refused stands in nobody's way.
      const { rows } = await pool.query<{ id: string }>(
        `SELECT deliveries.id FROM alert_deliveries AS deliveries JOIN alert_webhooks AS webhooks ON webhooks.id = webhook_id
         WHERE webhook_id = $2 AND ${AWAKE} AND ${DUE} ORDER BY attempts, place LIMIT 1`,
        [new Date(nowMs), webhookId],
      );
      return rows[0]?.id;
    },
    attempt: (id, deliver) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<Omit<Delivery, 'queuedMs'> & { queued_at: Date }>(
          `SELECT deliveries.id, url, secret, body, attempts, failures,
             coalesce(redelivered_at, deliveries.created_at) AS queued_at
           FROM alert_deliveries AS deliveries JOIN alert_webhooks AS webhooks ON webhooks.id = webhook_id
           WHERE deliveries.id = $1 AND delivered_at IS NULL AND given_up_at IS NULL FOR UPDATE OF deliveries SKIP LOCKED`,
          [id],
        );
        const [row] = rows;
        if (row !== undefined)
          await record(client, id, await deliver({ ...row, queuedMs: row.queued_at.getTime() }), now());
        return row !== undefined;
      }),
  };
}

async function record(
  client: Client,
  id: string,
  { status, error, nextMs, resumeMs }: Outcome,
  nowMs: number,
): Promise<void> {
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms));
  await client.query(
    `WITH tried AS (
       UPDATE alert_deliveries SET attempts = attempts + 1, last_attempt_at = $2, response_status = $3, last_error = $4,
         delivered_at = CASE WHEN $4::text IS NULL THEN $2::timestamptz END,
         given_up_at = CASE WHEN $4 IS NOT NULL AND $5::timestamptz IS NULL THEN $2::timestamptz END,
         next_attempt_at = coalesce($5, next_attempt_at)
       WHERE id = $1 RETURNING webhook_id
     )
     UPDATE alert_webhooks SET resume_at = $6, failures = CASE WHEN $4 IS NULL THEN 0 ELSE failures + 1 END
     FROM tried WHERE alert_webhooks.id = webhook_id`,
    [id, instant(nowMs), status, error, instant(nextMs), instant(resumeMs)],
  );
}
