import type { Pool } from 'pg';
import { exclusively } from '../activity/activity-store.ts';
import { dropDaysBefore, settleJourneys } from '../journeys/write-journeys.ts';

const APPEND_TABLES = ['analytics_metrics', 'analytics_events', 'user_behavior', 'market_data'] as const;

/** What a clean-up removed: days dropped of each append table, rows deleted of the rest. */
export type CleanUp = Readonly<Record<string, number>>;

/** Keeps partitions ahead of the data and drops what is older than the retention. */
export interface RetentionStore {
  makePartitions(fromDay: string, toDay: string): Promise<number>;
  /**
   * Raw rows before `rawMs`, forecasts, anomalies and clusters before `findingsMs`, minutes before `minutesMs`. Alerts that
   * are over and acknowledged before `findingsMs`, those that nobody acknowledged before `rawMs`, none that fires.
   */
  cleanUp(cutoffs: { rawMs: number; findingsMs: number; minutesMs: number }): Promise<CleanUp>;
  /** Makes one part a slice of the journeys of days before an instant. Returns how many were made. */
  settleJourneys(beforeMs: number): Promise<number>;
}

export function createRetentionStore(pool: Pool): RetentionStore {
  const deleted = async (sql: string, ...beforeMs: number[]) =>
    (
      await pool.query(
        sql,
        beforeMs.map((ms) => new Date(ms)),
      )
    ).rowCount ?? 0;
  return {
    // A query that waits for rows to move out of DEFAULT does not see them where they have moved to: whoever derives from
    // rows would miss them for good.
    makePartitions: (fromDay, toDay) =>
      exclusively(pool, async (client) => {
        const { rows } = await client.query<{ made: number }>(
          'SELECT make_day_partitions($1::date, $2::date) AS made',
          [fromDay, toDay],
        );
        return rows[0]?.made ?? 0;
      }),
    async cleanUp({ rawMs, findingsMs, minutesMs }) {
      const removed: Record<string, number> = {};
      for (const table of APPEND_TABLES) {
        const { rows } = await pool.query<{ dropped: number }>(
          `SELECT drop_day_partitions($1, ($2::timestamptz AT TIME ZONE 'UTC')::date) AS dropped`,
          [table, new Date(rawMs)],
        );
        removed[table] = rows[0]?.dropped ?? 0;
      }
      removed.analytics_journeys = await exclusively(pool, (client) => dropDaysBefore(client, rawMs));
      removed.analytics_sessions = await deleted('DELETE FROM analytics_sessions WHERE last_at < $1', rawMs);
      removed.predictions = await deleted('DELETE FROM predictions WHERE created_at < $1', findingsMs);
      removed.anomalies = await deleted('DELETE FROM anomalies WHERE detected_at < $1', findingsMs);
      removed.cluster_analysis = await deleted(
        'DELETE FROM cluster_analysis WHERE created_at < $1',
        findingsMs,
      );
      removed.analytics_alerts = await deleted(
        `DELETE FROM analytics_alerts WHERE resolved_at IS NOT NULL AND greatest(resolved_at, acknowledged_at) < $1
           AND (is_acknowledged OR resolved_at < $2)`,
        findingsMs,
        rawMs,
      );
      for (const table of ['analytics_event_rollup_1m', 'analytics_metric_rollup_1m'])
        removed[table] = await deleted(`DELETE FROM ${table} WHERE bucket < $1`, minutesMs);
      return removed;
    },
    settleJourneys: (beforeMs) => exclusively(pool, (client) => settleJourneys(client, beforeMs)),
  };
}
