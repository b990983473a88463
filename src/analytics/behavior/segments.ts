import type { UserBehavior } from '#contracts/user-behavior';
import { isUser } from '../journeys/actors.ts';
import { numbered, type Signatures, type Visitor } from './visits.ts';

export type Segments = UserBehavior['user_segments'];

const LEVELS: Readonly<Record<string, keyof Segments>> = {
  beginner: 'beginners',
  intermediate: 'intermediate',
  advanced: 'advanced',
  professional: 'professional',
};

export interface SegmentCount extends Required<Visitor> {
  readonly segments: Segments;
  /** Users with an event of the period that they caused. */
  activeUsers(): number;
  /** Sessions of known users that start in the period. */
  userSessions(): number;
}

/**
 * Places active users in segments: by the newest level they gave in the period, else by their sessions.
 *
 * @param recentMs sessions from here on place a user
 */
export function countSegments(
  signatures: Signatures,
  { fromMs, recentMs }: { readonly fromMs: number; readonly recentMs: number },
): SegmentCount {
  const levels = numbered(signatures, ({ level }) => level);
  const segments: Segments = { beginners: 0, intermediate: 0, advanced: 0, professional: 0 };
  const nobody = { isActive: false, level: -1, recent: 0 };
  let user = { ...nobody };
  let activeUsers = 0;
  let userSessions = 0;
  return {
    segments,
    activeUsers: () => activeUsers,
    userSessions: () => userSessions,
    session({ actor }, { startMs }) {
      if (startMs >= recentMs) user.recent += 1;
      if (startMs >= fromMs && isUser(actor)) userSessions += 1;
    },
    event(_, signature) {
      if (signatures[signature]?.initiated === true) user.isActive = true;
      const level = levels.numbers[signature] as number;
      if (level >= 0) user.level = level;
    },
    leave(actor) {
      if (user.isActive && isUser(actor)) {
        activeUsers += 1;
        segments[LEVELS[levels.texts[user.level] ?? ''] ?? segmentOf(user.recent)] += 1;
      }
      user = { ...nobody };
    },
  };
}

function segmentOf(sessions: number): keyof Segments {
  if (sessions < 3) return 'beginners';
  if (sessions < 10) return 'intermediate';
  return sessions < 25 ? 'advanced' : 'professional';
}
