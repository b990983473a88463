import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

export const EVENTS_A_REQUEST = 50;
const SENDERS = 4;

export interface LoadTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface SentEvent {
  readonly event_id: string;
  readonly timestamp: string;
  readonly event_type: string;
  readonly user_id: string;
  readonly properties: { readonly amount: number };
}

interface Reply {
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly retryAfter: string | null;
}

/** Senders that record events without pause and remember what they sent and what was acknowledged. */
export class IngestLoad {
  readonly sent: SentEvent[][] = [];
  readonly acknowledged = new Set<string>();
  /** Every answer but the acknowledgements. */
  readonly refusals: Reply[] = [];
  #end = new AbortController();
  #senders: Promise<void>[] = [];
  #round = 0;

  start(target: LoadTarget): void {
    this.#end = new AbortController();
    const { signal } = this.#end;
    const round = this.#round++;
    this.#senders = Array.from({ length: SENDERS }, async (_, sender) => {
      for (let batch = 0; !signal.aborted; batch += 1) {
        const events = makeEvents(`${round}-${sender}-${batch}`);
        this.sent.push(events);
        const reply = await post(target, events);
        if (reply.status === 200) for (const { event_id } of events) this.acknowledged.add(event_id);
        else {
          this.refusals.push(reply);
          await sleep(50);
        }
      }
    });
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#senders);
  }

  /** Milliseconds until something more is acknowledged; throws where nothing is in time. */
  async nextAcknowledgement(timeoutMs: number): Promise<number> {
    const [before, since] = [this.acknowledged.size, performance.now()];
    while (this.acknowledged.size === before) {
      if (performance.now() - since > timeoutMs)
        throw new Error(`Nothing was acknowledged within ${timeoutMs} ms.`);
      await sleep(10);
    }
    return performance.now() - since;
  }

  /** Sends everything once more, whatever became of it. Returns how many requests were not acknowledged. */
  async resend(target: LoadTarget): Promise<number> {
    let refused = 0;
    for (const events of this.sent) if ((await post(target, events)).status !== 200) refused += 1;
    return refused;
  }

  /** Ids that were acknowledged and are not stored. */
  async lost(pool: Pool): Promise<string[]> {
    const { rows } = await pool.query<{ event_id: string }>('SELECT event_id FROM analytics_events');
    const kept = new Set(rows.map(({ event_id }) => event_id));
    return [...this.acknowledged].filter((id) => !kept.has(id));
  }
}

/** Whether nothing waits to be derived any more. */
export async function isDerived(pool: Pool): Promise<boolean> {
  return (await pool.query('SELECT FROM analytics_batches')).rowCount === 0;
}

/** What is kept beside the rows, and the same counted from the rows themselves. */
export async function recount(pool: Pool): Promise<{ kept: object; counted: object }> {
  const all = async (sql: string) => (await pool.query<Record<string, unknown>>(sql)).rows;
  const sums = (what: string) => all(`SELECT event_type, ${what} GROUP BY 1 ORDER BY 1`);
  const rolled = (table: string) =>
    sums(`sum(events)::int AS events, sum(amount_usd)::float AS usd FROM ${table}`);
  const byType = await sums('count(*)::int AS events, sum(amount_usd)::float AS usd FROM analytics_events');
  return {
    kept: {
      quarters: await rolled('analytics_event_rollup_15m'),
      minutes: await rolled('analytics_event_rollup_1m'),
      inSessions: await all('SELECT sum(events)::int AS events FROM analytics_sessions'),
      users: await all('SELECT user_id, first_seen FROM analytics_users ORDER BY 1'),
      active: await all(ACTIVE_SETS),
    },
    counted: {
      quarters: byType,
      minutes: byType,
      inSessions: await all('SELECT count(*)::int AS events FROM analytics_events'),
      users: await all(
        'SELECT user_id, min("timestamp") AS first_seen FROM analytics_events GROUP BY 1 ORDER BY 1',
      ),
      active: await all(ACTIVE_ROWS),
    },
  };
}

/** Rows stored, and how many identities they have. */
export async function countStored(pool: Pool): Promise<{ rows: number; ids: number }> {
  const { rows } = await pool.query<{ rows: number; ids: number }>(
    'SELECT count(*)::int AS rows, count(DISTINCT event_id)::int AS ids FROM analytics_events',
  );
  return rows[0] ?? { rows: 0, ids: 0 };
}

const ACTIVE_SETS = `SELECT bucket, users FROM analytics_user_bitmaps WHERE kind = 'active' AND grain = 'day' ORDER BY 1`;
const ACTIVE_ROWS = `SELECT date_trunc('day', "timestamp", 'UTC') AS bucket, count(DISTINCT user_id)::int AS users
  FROM analytics_events GROUP BY 1 ORDER BY 1`;

async function post({ url, headers }: LoadTarget, events: readonly SentEvent[]): Promise<Reply> {
  try {
    const reply = await fetch(`${url}/analytics/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(events),
    });
    await reply.arrayBuffer();
    return { status: reply.status, retryAfter: reply.headers.get('retry-after') };
  } catch {
    return { status: undefined, retryAfter: null };
  }
}

function makeEvents(prefix: string): SentEvent[] {
  const now = Date.now();
  const turn = Array.from(prefix).reduce((sum, character) => sum + character.charCodeAt(0), 0);
  return Array.from({ length: EVENTS_A_REQUEST }, (_, index) => ({
    event_id: `${prefix}-${index}`,
    timestamp: new Date(now - index * 60_000).toISOString(),
    event_type: index % 2 === 0 ? 'purchase' : 'refund',
    user_id: `user-${(turn + index) % 40}`,
    properties: { amount: 1 + index / 4 },
  }));
}
