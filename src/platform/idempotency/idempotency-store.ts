import type { Pool } from 'pg';
import { inBatches } from '../batches.ts';
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

interface Asked {
  readonly key: Buffer;
  readonly request: Buffer;
}

interface Known extends Asked {
  readonly status: number | null;
  readonly contentType: string | null;
  readonly body: Buffer | null;
}

interface Settled extends StoredAnswer {
  readonly key: Buffer;
}

/** Requests of one moment share their commits. Keys are locked in order, so that two processes never wait crosswise. */
export function createIdempotencyStore(pool: Pool, clock: Clock): IdempotencyStore {
  const claim = inBatches((asked: readonly Asked[]) => claimAll(pool, clock.now(), asked));
  const settle = inBatches((answers: readonly Settled[]) => settleAll(pool, answers));
  return {
    claim: (key, request) => claim({ key, request }),
    settle: (key, answer) => settle({ key, ...answer }),
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

async function claimAll(pool: Pool, nowMs: number, asked: readonly Asked[]): Promise<Claim[]> {
  const { rows: claimed } = await pool.query<{ key: Buffer; at: number }>(
    `INSERT INTO idempotency_keys AS kept (key, request, first_at, running_until)
     SELECT DISTINCT ON (key) key, request, $3, $4
     FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS asked(key, request, place) ORDER BY key, place
     ON CONFLICT (key) DO UPDATE SET request = excluded.request, running_until = excluded.running_until,
       first_at = CASE WHEN kept.first_at < $5 THEN excluded.first_at ELSE kept.first_at END,
       status = NULL, content_type = NULL, body = NULL
     WHERE kept.first_at < $5
       OR (kept.status IS NULL AND kept.running_until < $3 AND kept.request = excluded.request)
     RETURNING key, (extract(epoch FROM first_at) * 1000)::bigint AS at`,
    [
      asked.map(({ key }) => key),
      asked.map(({ request }) => request),
      new Date(nowMs),
      new Date(nowMs + CLAIM_MS),
      new Date(nowMs - DAY_MS),
    ],
  );
  const firstMs = new Map(claimed.map(({ key, at }) => [key.toString('hex'), at]));
  const known = firstMs.size === asked.length ? new Map<string, Known>() : await findAll(pool, asked);
  return asked.map(({ key, request }) => {
    const name = key.toString('hex');
    const at = firstMs.get(name);
    // Of several with one key, the first has it.
    firstMs.delete(name);
    return at === undefined ? stateOf(known.get(name), request) : { state: 'claimed', firstMs: at };
  });
}

async function findAll(pool: Pool, asked: readonly Asked[]): Promise<Map<string, Known>> {
  const { rows } = await pool.query<Known>(
    `SELECT key, request, status, content_type AS "contentType", body FROM idempotency_keys WHERE key = ANY ($1)`,
    [asked.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [row.key.toString('hex'), row]));
}

function stateOf(known: Known | undefined, request: Buffer): Claim {
  // Where there is none, the clean-up took it just now: the next try finds the key free.
  if (known === undefined) return { state: 'running' };
  if (!known.request.equals(request)) return { state: 'other-request' };
  const { status, contentType, body } = known;
  if (status === null || body === null) return { state: 'running' };
  return { state: 'answered', answer: { status, contentType, body } };
}

async function settleAll(pool: Pool, answers: readonly Settled[]): Promise<undefined[]> {
  await pool.query(
    `WITH locked AS (SELECT key FROM idempotency_keys WHERE key = ANY ($1) AND status IS NULL ORDER BY key FOR UPDATE)
     UPDATE idempotency_keys AS kept SET status = given.status, content_type = given.content_type, body = given.body
     FROM unnest($1::bytea[], $2::smallint[], $3::text[], $4::bytea[]) AS given(key, status, content_type, body)
     JOIN locked USING (key) WHERE kept.key = given.key`,
    [
      answers.map(({ key }) => key),
      answers.map(({ status }) => status),
      answers.map(({ contentType }) => contentType),
      answers.map(({ body }) => body),
    ],
  );
  return answers.map(() => undefined);
}
