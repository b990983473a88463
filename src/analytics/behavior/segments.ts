import { EXPERIENCE_LEVELS, type UserBehavior } from '#contracts/user-behavior';
import { isUser } from '../journeys/actors.ts';
import type { Signatures, Visitor } from './visits.ts';

export type Segments = UserBehavior['user_segments'];

export const SEGMENTS = [
  'beginners',
  'intermediate',
  'advanced',
  'professional',
] as const satisfies (keyof Segments)[];
export const RECENT_MS = 30 * 86_400_000;

const LEVELS: readonly string[] = EXPERIENCE_LEVELS;

/** Follows one user after another, to place them in `SEGMENTS`, which are in the order of the levels. */
export interface SegmentPlace {
  /** A session that started in the 30 days before the period's end. */
  readonly session: () => void;
  /** An event of the period. */
  readonly event: (signature: number) => void;
  /** That was all of this user. Returns the place of their segment, -1 for who caused no event of the period. */
  readonly leave: () => number;
}

/** Places users by the newest level they gave in the period, else by their sessions. */
export function placeInSegments(signatures: Signatures): SegmentPlace {
  const levels = Int32Array.from(signatures, (own) => LEVELS.indexOf(own?.level ?? ''));
  let isActive = false;
  let level = -1;
  let recent = 0;
  return {
    session() {
      recent += 1;
    },
    event(signature) {
      if (signatures[signature]?.initiated === true) isActive = true;
      const own = levels[signature] as number;
      if (own >= 0) level = own;
    },
    leave() {
      const place = level >= 0 ? level : placeOf(recent);
      const found = isActive ? place : -1;
      isActive = false;
      level = -1;
      recent = 0;
      return found;
    },
  };
}

function placeOf(sessions: number): number {
  if (sessions < 3) return 0;
  if (sessions < 10) return 1;
  return sessions < 25 ? 2 : 3;
}

export interface SegmentCount extends Required<Visitor> {
  readonly segments: Segments;
  /** Users with an event of the period that they caused. */
  activeUsers(): number;
  /** Sessions of known users that start in the period. */
  userSessions(): number;
}

/**
 * Counts active users by segment.
 *
 * @param recentMs sessions from here on place a user
 */
export function countSegments(
  signatures: Signatures,
  { fromMs, recentMs }: { readonly fromMs: number; readonly recentMs: number },
): SegmentCount {
  const user = placeInSegments(signatures);
  const segments: Segments = { beginners: 0, intermediate: 0, advanced: 0, professional: 0 };
  let activeUsers = 0;
  let userSessions = 0;
  return {
    segments,
    activeUsers: () => activeUsers,
    userSessions: () => userSessions,
    session({ actor }, { startMs }) {
      if (startMs >= recentMs) user.session();
      if (startMs >= fromMs && isUser(actor)) userSessions += 1;
    },
    event: (_, signature) => user.event(signature),
    leave(actor) {
      const segment = SEGMENTS[user.leave()];
      if (segment === undefined || !isUser(actor)) return;
      activeUsers += 1;
      segments[segment] += 1;
    },
  };
}
