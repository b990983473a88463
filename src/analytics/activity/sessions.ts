export const IDLE_MS = 30 * 60_000;
export const LONGEST_MS = 24 * 3_600_000;
const BOUNCE_MS = 10_000;

/** One stretch of a user's activity: no pause over 30 minutes, 24 hours at most. Times in epoch milliseconds. */
export interface Session {
  readonly start: number;
  readonly last: number;
  readonly events: number;
  readonly pageViews: number;
  readonly interactions: number;
}

export interface SessionEvent {
  readonly at: number;
  readonly isPageView: boolean;
  readonly isInteraction: boolean;
}

/** Sessions after some events came, or the time from which they must be made again from the events themselves. */
export type Merged = { readonly sessions: Session[] } | { readonly rebuildFrom: number };

/** The sessions of one actor's events, in any order. */
export function sessionsOf(events: readonly SessionEvent[]): Session[] {
  const sessions: Session[] = [];
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    const current = sessions.at(-1);
    const goesOn =
      current !== undefined && event.at - current.last <= IDLE_MS && event.at - current.start <= LONGEST_MS;
    if (goesOn) sessions[sessions.length - 1] = extended(current, event);
    else sessions.push(extended(undefined, event));
  }
  return sessions;
}

/**
 * Adds events to the sessions around them without looking at older events. Joining stretches is independent of order;
 * only where the 24-hour limit would cut elsewhere than it did must the sessions be made again.
 */
export function mergeSessions(existing: readonly Session[], events: readonly SessionEvent[]): Merged {
  const sessions = existing.toSorted((a, b) => a.start - b.start);
  for (const event of events) {
    const after = sessions.findIndex(({ start }) => start > event.at);
    const next = after < 0 ? sessions.length : after;
    const rebuildFrom = place(sessions, next, event);
    if (rebuildFrom !== undefined) return { rebuildFrom: Math.min(rebuildFrom, reachOf(existing, events)) };
  }
  return { sessions };
}

/** The start of the earliest session that these events may have changed. */
function reachOf(existing: readonly Session[], events: readonly SessionEvent[]): number {
  const earliest = Math.min(...events.map(({ at }) => at));
  const touched = existing.filter(({ start, last }) => start <= earliest && last + IDLE_MS >= earliest);
  return Math.min(earliest, ...touched.map(({ start }) => start));
}

/** Puts one event among the sessions; returns where to rebuild from if the limit forbids to do so. */
function place(sessions: Session[], next: number, event: SessionEvent): number | undefined {
  const left = sessions[next - 1];
  const right = sessions[next];
  const joinsLeft = left !== undefined && event.at - left.last <= IDLE_MS;
  const joinsRight = right !== undefined && right.start - event.at <= IDLE_MS;
  if (joinsLeft && event.at - left.start > LONGEST_MS) {
    if (joinsRight) return left.start;
    sessions.splice(next, 0, extended(undefined, event));
    return undefined;
  }
  if (joinsLeft && (!joinsRight || event.at <= left.last)) {
    sessions[next - 1] = extended(left, event);
    return undefined;
  }
  if (!joinsLeft && !joinsRight) {
    sessions.splice(next, 0, extended(undefined, event));
    return undefined;
  }
  const start = joinsLeft ? left.start : event.at;
  if (right === undefined || right.last - start > LONGEST_MS) return start;
  const joined = joinsLeft ? joinedWith(left, right) : right;
  sessions.splice(joinsLeft ? next - 1 : next, joinsLeft ? 2 : 1, extended(joined, event));
  return undefined;
}

function extended(session: Session | undefined, { at, isPageView, isInteraction }: SessionEvent): Session {
  return {
    start: Math.min(session?.start ?? at, at),
    last: Math.max(session?.last ?? at, at),
    events: (session?.events ?? 0) + 1,
    pageViews: (session?.pageViews ?? 0) + (isPageView ? 1 : 0),
    interactions: (session?.interactions ?? 0) + (isInteraction ? 1 : 0),
  };
}

function joinedWith(left: Session, right: Session): Session {
  return {
    start: left.start,
    last: Math.max(left.last, right.last),
    events: left.events + right.events,
    pageViews: left.pageViews + right.pageViews,
    interactions: left.interactions + right.interactions,
  };
}

/** One page view, nothing done, under ten seconds. */
export function isBounce({ start, last, pageViews, interactions }: Session): boolean {
  return pageViews === 1 && interactions === 0 && last - start < BOUNCE_MS;
}
