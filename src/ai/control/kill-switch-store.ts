import type { KillSwitch, KillSwitchBody } from '#contracts/ai-operations';
import type { Database } from '#platform';

export type KillTarget = KillSwitchBody['target'];

export interface KillSwitchStore {
  list(): Promise<KillSwitch[]>;
  put(target: KillTarget, name: string, reason: string | null, by: string): Promise<void>;
  remove(target: KillTarget, name: string): Promise<void>;
}

export function createKillSwitchStore({ pool }: Database): KillSwitchStore {
  return {
    async list() {
      const { rows } = await pool.query<KillSwitch>(
        `SELECT target, name, reason, created_by AS by,
           to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
         FROM ai_kill_switches ORDER BY created_at`,
      );
      return rows;
    },
    async put(target, name, reason, by) {
      await pool.query(
        `INSERT INTO ai_kill_switches (target, name, reason, created_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (target, name) DO UPDATE SET reason = excluded.reason, created_by = excluded.created_by`,
        [target, name, reason, by],
      );
    },
    async remove(target, name) {
      await pool.query('DELETE FROM ai_kill_switches WHERE target = $1 AND name = $2', [target, name]);
    },
  };
}
