import { type PoolClient } from 'pg';
import { IDLE_MS, LONGEST_MS } from '../activity/sessions.ts';
import { strangerKey } from './actors.ts';
import type { Journey } from './journeys.ts';

/** A session as places of its journey, both inclusive; events that no user caused may lie between them. */
export interface JourneySession {
  readonly first: number;
  readonly last: number;
  /** Epoch milliseconds. */
  readonly startMs: number;
}

/**
 * The sessions of a journey that start in [fromMs, toMs), by the rules of `sessionsOf`.
 *
 * @param initiated by key of signature, whether a user caused the event
 * @param underWayUntil the end of the session that was under way at `fromMs`: its events belong to none that starts later
 */
export function eachSession(
  { from, to, times, signatures }: Journey,
  span: { readonly fromMs: number; readonly toMs: number },
  initiated: Uint8Array,
  underWayUntil: number | undefined,
  visit: (session: JourneySession) => void,
): void {
  const after = underWayUntil ?? Number.NEGATIVE_INFINITY;
  let first = -1;
  let last = -1;
  let startMs = Number.NEGATIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (let place = from; place < to; place += 1) {
    const at = times[place] as number;
    if (at < span.fromMs || at <= after || initiated[signatures[place] as number] !== 1) continue;
    if (at - lastMs > IDLE_MS || at - startMs > LONGEST_MS) {
      if (first >= 0) visit({ first, last, startMs });
      if (at >= span.toMs) return;
      first = place;
      startMs = at;
    }
    last = place;
    lastMs = at;
  }
  if (first >= 0) visit({ first, last, startMs });
}

/** When the sessions that are under way at an instant end, by actor. */
export async function sessionsUnderWay(client: PoolClient, atMs: number): Promise<Map<number, number>> {
  const { rows } = await client.query<[string, number | null, number]>({
    text: `SELECT actor, user_key, (extract(epoch FROM last_at) * 1000)::bigint
      FROM analytics_sessions LEFT JOIN analytics_users ON user_id = actor
      WHERE started_at >= $1::timestamptz - interval '24 hours' AND started_at < $1 AND last_at >= $1`,
    values: [new Date(atMs)],
    rowMode: 'array',
  });
  return new Map(rows.map(([actor, key, until]) => [key ?? strangerKey(actor.slice(1)), until]));
}
