import type { Pool } from 'pg';
import type { Clock } from '../clock.ts';

export interface StoredAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Buffer;
}

/** What is known of a key: it is now this request's to answer, or another has it, or the answer is there. */
export type Claim =
  | { readonly state: 'claimed'; readonly firstMs: number }
  | { readonly state: 'running' }
  | { readonly state: 'other-request' }
  | { readonly state: 'answered'; readonly answer: StoredAnswer };

/** Remembers requests by key for a day. Keys and requests are SHA-256 sums. */
export interface IdempotencyStore {
  /** Of many callers at once, in any process, exactly one is told `claimed`. */
  claim(key: Buffer, request: Buffer): Promise<Claim>;
  settle(key: Buffer, answer: StoredAnswer): Promise<void>;
  /** Gives a claim up: the same request may try again at once, and keeps the time of its first try. */
  release(key: Buffer): Promise<void>;
  /** Drops what is past its day. Returns how many keys. */
  cleanUp(): Promise<number>;
}

const DAY_MS = 86_400_000;
/** How long a claim outlives a process that was killed. No writing request takes so long. */
const CLAIM_MS = 60_000;

interface Row extends StoredAnswer {
  readonly isSame: boolean;
}

export function createIdempotencyStore(pool: Pool, clock: Clock): IdempotencyStore {
  async function tryClaim(key: Buffer, request: Buffer): Promise<number | undefined> {
    const nowMs = clock.now();
    const { rows } = await pool.query<{ at: number }>(
      `INSERT INTO idempotency_keys AS kept (key, request, first_at, running_until) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key) DO UPDATE SET request = excluded.request, running_until = excluded.running_until,
         first_at = CASE WHEN kept.first_at < $5 THEN excluded.first_at ELSE kept.first_at END,
         status = NULL, content_type = NULL, body = NULL
       WHERE kept.first_at < $5
         OR (kept.status IS NULL AND kept.running_until < $3 AND kept.request = excluded.request)
       RETURNING (extract(epoch FROM first_at) * 1000)::bigint AS at`,
      [key, request, new Date(nowMs), new Date(nowMs + CLAIM_MS), new Date(nowMs - DAY_MS)],
    );
    return rows[0]?.at;
  }

  return {
    async claim(key, request) {
      const firstMs = await tryClaim(key, request);
      if (firstMs !== undefined) return { state: 'claimed', firstMs };
      const { rows } = await pool.query<Row>(
        `SELECT request = $2 AS "isSame", status, content_type AS "contentType", body FROM idempotency_keys WHERE key = $1`,
        [key, request],
      );
      const [known] = rows;
      if (known?.isSame === false) return { state: 'other-request' };
      // Without a row, the clean-up took it just now: the next try finds the key free.
      if (known === undefined || known.status === null) return { state: 'running' };
      return { state: 'answered', answer: known };
    },
    async settle(key, { status, contentType, body }) {
      await pool.query(
        'UPDATE idempotency_keys SET status = $2, content_type = $3, body = $4 WHERE key = $1 AND status IS NULL',
        [key, status, contentType, body],
      );
    },
    async release(key) {
      await pool.query(
        `UPDATE idempotency_keys SET running_until = '-infinity' WHERE key = $1 AND status IS NULL`,
        [key],
      );
    },
    async cleanUp() {
      const { rowCount } = await pool.query('DELETE FROM idempotency_keys WHERE first_at < $1', [
        new Date(clock.now() - DAY_MS),
      ]);
      return rowCount ?? 0;
    },
  };
}
