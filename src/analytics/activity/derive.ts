import { REVENUE_EVENTS } from '../ingest/money.ts';
import { quarterOf } from '../ingest/tally.ts';
import type { ActivityDelta, ActivityRow } from './activity-store.ts';
import { isBounce, type Session, type SessionEvent } from './sessions.ts';

export const DAY_MS = 86_400_000;
export const dayOf = (at: number): number => at - (at % DAY_MS);

/** Events whose users are counted as sets: funnel steps and usual goals. Other goals are counted from the rows. */
export const COUNTED_EVENTS: ReadonlySet<string> = new Set([
  'page_view',
  'user_registration',
  'user_login',
  'trade',
  ...REVENUE_EVENTS,
]);

/** Events that come without a user's doing anything on the page. */
const PASSIVE_EVENTS: ReadonlySet<string> = new Set([
  'page_view',
  'page_leave',
  'session_start',
  'session_end',
  'heartbeat',
]);

/** Who a session belongs to: the user, else the client's session; nobody where neither is known. */
export function actorOf({ userId, sessionId }: ActivityRow): string | undefined {
  if (userId !== null) return userId;
  return sessionId === null ? undefined : `~${sessionId}`;
}

export function sessionEventOf({ at, eventType }: ActivityRow): SessionEvent {
  return { at, isPageView: eventType === 'page_view', isInteraction: !PASSIVE_EVENTS.has(eventType) };
}

/** Sets a row's user belongs to. */
export function kindsOf(row: ActivityRow): string[] {
  const kinds: string[] = [];
  if (row.initiated) kinds.push('active');
  if (row.paying) kinds.push('paying');
  if (row.simulated) kinds.push('simulated');
  if (COUNTED_EVENTS.has(row.eventType)) kinds.push(`event:${row.eventType}`);
  return kinds;
}

/** Adds sessions to the sums of the quarter hours they started in, or takes them out again. */
export function tallySessions(
  deltas: Map<number, ActivityDelta>,
  sessions: Iterable<Session>,
  sign: 1 | -1,
): void {
  for (const session of sessions) {
    const delta = deltaAt(deltas, session.start);
    delta.sessions += sign;
    delta.sessionMs += sign * (session.last - session.start);
    if (session.pageViews > 0) delta.viewingSessions += sign;
    if (isBounce(session)) delta.bounces += sign;
  }
}

/** The sums of the quarter hour an instant lies in. */
export function deltaAt(deltas: Map<number, ActivityDelta>, at: number): ActivityDelta {
  const bucket = quarterOf(at);
  const found = deltas.get(bucket);
  if (found !== undefined) return found;
  const delta = { newUsers: 0, sessions: 0, sessionMs: 0, viewingSessions: 0, bounces: 0 };
  deltas.set(bucket, delta);
  return delta;
}
