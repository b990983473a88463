import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertRule, AlertsQuery, AlertsSummary } from '#contracts/alerts';
import type { AlertState } from './alert-state.ts';
import type { Sighting } from './judge.ts';

type Client = Pick<ClientBase, 'query'>;

export interface AlertStore {
  list(query: AlertsQuery): Promise<Alert[]>;
  summary(): Promise<AlertsSummary>;
  /** Where each rule stands with everything it watches that is not fine, by rule and subject. */
  states(): Promise<Map<number, Map<string, AlertState>>>;
}

interface Row extends Omit<Alert, 'status' | 'timestamp' | 'resolved_at' | 'acknowledged_at'> {
  readonly timestamp: Date;
  readonly resolved_at: Date | null;
  readonly acknowledged_at: Date | null;
}

const COLUMNS = `id, rule_id, alert_type, severity, title, message, subject, threshold_value, actual_value,
  is_acknowledged, acknowledged_by, acknowledged_at, simulated, "timestamp", resolved_at`;
const RECENT = 50;

function toAlert(row: Row): Alert {
  return {
    ...row,
    status: row.resolved_at === null ? 'firing' : 'resolved',
    timestamp: row.timestamp.toISOString(),
    resolved_at: row.resolved_at?.toISOString() ?? null,
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
  };
}

const IN_STATE: Record<AlertsQuery['state'], string> = {
  all: 'true',
  firing: 'resolved_at IS NULL',
  resolved: 'resolved_at IS NOT NULL',
  unacknowledged: 'NOT is_acknowledged',
};

export function createAlertStore(pool: Pool): AlertStore {
  const list: AlertStore['list'] = async ({ state, severity, limit, before_id }) => {
    const { rows } = await pool.query<Row>(
      `SELECT ${COLUMNS} FROM analytics_alerts
       WHERE ${IN_STATE[state]} AND ($1::text IS NULL OR severity = $1) AND ($2::bigint IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [severity ?? null, before_id ?? null, limit],
    );
    return rows.map(toAlert);
  };
  return {
    list,
    async summary() {
      const [{ rows }, recent] = await Promise.all([
        pool.query<{ active: number }>(
          'SELECT count(*)::int AS active FROM analytics_alerts WHERE resolved_at IS NULL',
        ),
        list({ state: 'all', limit: RECENT }),
      ]);
      return { active_alerts: rows[0]?.active ?? 0, recent_alerts: recent };
    },
    async states() {
      const { rows } = await pool.query<StateRow & { rule_id: number; subject: string }>(
        'SELECT rule_id, subject, status, since, clear_since FROM alert_states',
      );
      const byRule = Map.groupBy(rows, (row) => row.rule_id);
      return new Map(
        [...byRule].map(([id, of]) => [id, new Map(of.map((row) => [row.subject, toState(row)]))]),
      );
    },
  };
}

interface StateRow {
  readonly status: 'pending' | 'firing';
  readonly since: Date;
  readonly clear_since: Date | null;
}

function toState(row: StateRow): AlertState {
  const sinceMs = row.since.getTime();
  return row.status === 'pending'
    ? { status: 'pending', sinceMs }
    : { status: 'firing', sinceMs, clearSinceMs: row.clear_since?.getTime() ?? null };
}

/** Where a rule stands with these things, held until the transaction ends: of several workers one takes the next step. */
export async function holdStates(
  client: Client,
  ruleId: number,
  subjects: readonly string[],
): Promise<Map<string, AlertState>> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('richesreach.alerts'), hashtext($1))`, [
    String(ruleId),
  ]);
  const { rows } = await client.query<StateRow & { subject: string }>(
    'SELECT subject, status, since, clear_since FROM alert_states WHERE rule_id = $1 AND subject = ANY($2)',
    [ruleId, subjects],
  );
  return new Map(rows.map((row) => [row.subject, toState(row)]));
}

export async function writeStates(
  client: Client,
  ruleId: number,
  states: readonly (readonly [subject: string, state: AlertState])[],
): Promise<void> {
  const fine = states.flatMap(([subject, { status }]) => (status === 'ok' ? [subject] : []));
  const rest = states.flatMap(([subject, state]) => (state.status === 'ok' ? [] : [{ subject, ...state }]));
  if (fine.length > 0)
    await client.query('DELETE FROM alert_states WHERE rule_id = $1 AND subject = ANY($2)', [ruleId, fine]);
  if (rest.length === 0) return;
  await client.query(
    `INSERT INTO alert_states (rule_id, subject, status, since, clear_since)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
     ON CONFLICT (rule_id, subject) DO UPDATE
       SET status = excluded.status, since = excluded.since, clear_since = excluded.clear_since`,
    [
      ruleId,
      rest.map(({ subject }) => subject),
      rest.map(({ status }) => status),
      rest.map(({ sinceMs }) => new Date(sinceMs)),
      rest.map((state) =>
        state.status === 'firing' && state.clearSinceMs !== null ? new Date(state.clearSinceMs) : null,
      ),
    ],
  );
}

export interface Firing {
  readonly subject: string;
  readonly sighting: Sighting;
  readonly simulated: boolean;
  readonly data?: object;
}

export async function insertAlerts(
  client: Client,
  rule: AlertRule,
  firings: readonly Firing[],
  atMs: number,
): Promise<Alert[]> {
  if (firings.length === 0) return [];
  const { rows } = await client.query<Row>(
    `INSERT INTO analytics_alerts (rule_id, alert_type, severity, "timestamp", title, message, subject, alert_data,
       threshold_value, actual_value, simulated)
     SELECT $1, $2, $3, $4, title, message, subject, alert_data, threshold, value, simulated
     FROM unnest($5::text[], $6::text[], $7::text[], $8::jsonb[], $9::float8[], $10::float8[], $11::boolean[])
       WITH ORDINALITY AS fired (title, message, subject, alert_data, threshold, value, simulated, place)
     ORDER BY place RETURNING ${COLUMNS}`,
    [
      rule.id,
      rule.condition.kind,
      rule.severity,
      new Date(atMs),
      firings.map(({ subject }) => (subject === '' ? rule.name : `${rule.name}: ${subject}`)),
      firings.map(({ sighting }) => sighting.message),
      firings.map(({ subject }) => subject),
      firings.map(({ data }) => JSON.stringify({ rule: rule.name, condition: rule.condition, ...data })),
      firings.map(({ sighting }) => sighting.threshold),
      firings.map(({ sighting }) => sighting.value),
      firings.map(({ simulated }) => simulated),
    ],
  );
  return rows.map(toAlert);
}

/** Ends the open alerts of a rule, of these subjects or of all. */
export async function resolveAlerts(
  client: Client,
  ruleId: number,
  subjects: readonly string[] | undefined,
  atMs: number,
): Promise<Alert[]> {
  const { rows } = await client.query<Row>(
    `UPDATE analytics_alerts SET resolved_at = greatest($3, "timestamp")
     WHERE rule_id = $1 AND resolved_at IS NULL AND ($2::text[] IS NULL OR subject = ANY($2)) RETURNING ${COLUMNS}`,
    [ruleId, subjects ?? null, new Date(atMs)],
  );
  return rows.map(toAlert);
}

/** Undefined where there is no such alert; `changed` false where somebody was quicker, whose name then stands. */
export async function acknowledge(
  client: Client,
  id: number,
  by: string,
  atMs: number,
): Promise<{ readonly alert: Alert; readonly changed: boolean } | undefined> {
  const { rows } = await client.query<Row>(
    `UPDATE analytics_alerts SET is_acknowledged = true, acknowledged_by = $2, acknowledged_at = $3
     WHERE id = $1 AND NOT is_acknowledged RETURNING ${COLUMNS}`,
    [id, by, new Date(atMs)],
  );
  const [changed] = rows.map(toAlert);
  if (changed !== undefined) return { alert: changed, changed: true };
  const found = await client.query<Row>(`SELECT ${COLUMNS} FROM analytics_alerts WHERE id = $1`, [id]);
  const [alert] = found.rows.map(toAlert);
  return alert === undefined ? undefined : { alert, changed: false };
}
