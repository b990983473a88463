import type { ClientBase, Pool } from 'pg';
import type { AlertRule, AlertRuleBody } from '#contracts/alerts';
import { DomainError, inTransaction } from '#platform';
import { holdDeliveries } from './webhooks/delivery-store.ts';

type Client = Pick<ClientBase, 'query'>;

export interface RuleStore {
  list(): Promise<AlertRule[]>;
  find(id: number): Promise<AlertRule | undefined>;
  /** Throws a DomainError where another rule has the name. */
  create(rule: AlertRuleBody): Promise<AlertRule>;
  /** Replaces a rule; what it was firing is `settle`d in the same transaction. Undefined where there is none. */
  replace(id: number, rule: AlertRuleBody, settle: Settle): Promise<AlertRule | undefined>;
  /** Mutes a rule until then; null ends it, and what was held back is due at once. Undefined where there is none. */
  mute(id: number, untilMs: number | null, nowMs: number): Promise<AlertRule | undefined>;
  delete(id: number, settle: Settle): Promise<boolean>;
}

/** Ends the alerts of a rule that is no longer what fired them. */
export type Settle = (client: Client, ruleId: number) => Promise<void>;

interface Row extends Omit<AlertRule, 'created_at' | 'updated_at' | 'muted_until'> {
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly muted_until: Date | null;
}

const COLUMNS =
  'id, name, severity, condition, for_seconds, clear_seconds, enabled, created_at, updated_at, muted_until';
const toRule = (row: Row): AlertRule => ({
  ...row,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  muted_until: row.muted_until?.toISOString() ?? null,
});
const valuesOf = (rule: AlertRuleBody) => [
  rule.name.trim(),
  rule.severity,
  JSON.stringify(rule.condition),
  rule.for_seconds,
  rule.clear_seconds,
  rule.enabled,
];

export function createRuleStore(pool: Pool): RuleStore {
  return {
    async list() {
      const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM alert_rules ORDER BY id`);
      return rows.map(toRule);
    },
    async find(id) {
      const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM alert_rules WHERE id = $1`, [id]);
      return rows.map(toRule)[0];
    },
    async create(rule) {
      const { rows } = await withUniqueName(rule.name, () =>
        pool.query<Row>(
          `INSERT INTO alert_rules (name, severity, condition, for_seconds, clear_seconds, enabled)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
          valuesOf(rule),
        ),
      );
      const [made] = rows.map(toRule);
      if (made === undefined) throw new Error('a made rule was not returned');
      return made;
    },
    replace: (id, rule, settle) =>
      withUniqueName(rule.name, () =>
        inTransaction(pool, async (client) => {
          const { rows } = await client.query<Row>(
            `UPDATE alert_rules SET name = $2, severity = $3, condition = $4, for_seconds = $5, clear_seconds = $6,
               enabled = $7, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
            [id, ...valuesOf(rule)],
          );
          if (rows.length > 0) await settle(client, id);
          return rows.map(toRule)[0];
        }),
      ),
    mute: (id, untilMs, nowMs) =>
      inTransaction(pool, async (client) => {
        const until = untilMs === null ? null : new Date(untilMs);
        const { rows } = await client.query<Row>(
          `UPDATE alert_rules SET muted_until = $2 WHERE id = $1 RETURNING ${COLUMNS}`,
          [id, until],
        );
        await holdDeliveries(client, id, until ?? new Date(nowMs), nowMs);
        return rows.map(toRule)[0];
      }),
    delete: (id, settle) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query('SELECT FROM alert_rules WHERE id = $1 FOR UPDATE', [id]);
        if (rows.length === 0) return false;
        await settle(client, id);
        await client.query('DELETE FROM alert_rules WHERE id = $1', [id]);
        return true;
      }),
  };
}

const UNIQUE_VIOLATION = '23505';

async function withUniqueName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    throw new DomainError('invalid-fields', `There is a rule "${name.trim()}" already.`, {
      errors: [{ pointer: '/name', message: 'is taken: choose another, or change that rule' }],
    });
  }
}
