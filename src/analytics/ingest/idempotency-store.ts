import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** Remembers for a day when a request's `Idempotency-Key` was first seen. */
export interface IdempotencyStore {
  /** Milliseconds of the first try. */
  firstSeen(sender: string, key: string, nowMs: number): Promise<number>;
  forgetBefore(beforeMs: number): Promise<number>;
}

export function createIdempotencyStore(pool: Pool): IdempotencyStore {
  return {
    async firstSeen(sender, key, nowMs) {
      const hash = createHash('sha256').update(`${sender}\0${key}`).digest('base64url');
      const { rows } = await pool.query<{ at: number }>(
        `INSERT INTO analytics_idempotency AS kept (key, first_at) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET first_at = kept.first_at
         RETURNING (extract(epoch FROM first_at) * 1000)::bigint AS at`,
        [hash, new Date(nowMs)],
      );
      return rows[0]?.at ?? nowMs;
    },
    async forgetBefore(beforeMs) {
      const { rowCount } = await pool.query('DELETE FROM analytics_idempotency WHERE first_at < $1', [
        new Date(beforeMs),
      ]);
      return rowCount ?? 0;
    },
  };
}
