import type { UserBehavior } from '#contracts/user-behavior';
import { UserSet } from '../activity/user-set.ts';
import { sumEvents } from '../business/business-store.ts';
import type { PeriodAsked } from '../business/period.ts';
import { percent, ratio } from '../business/ratios.ts';
import * as store from './behavior-store.ts';
import { BEHAVIOR_DEFINITIONS } from './definitions.ts';
import { readJourneys } from './journey-store.ts';
import { type BehaviorDeps, type OpenedPeriod, openPeriod } from './opened-period.ts';

type Segment = keyof UserBehavior['user_segments'];

const LEVELS: Readonly<Record<string, Segment>> = {
  beginner: 'beginners',
  intermediate: 'intermediate',
  advanced: 'advanced',
  professional: 'professional',
};
const SOCIAL_EVENTS = ['share', 'follow', 'comment', 'like'];
const FUNNEL = {
  visitors: 'event:page_view',
  registered: 'event:user_registration',
  active: 'event:user_login',
  premium: 'event:premium_upgrade',
};
const JOURNEY = { depth: 4, limit: 10 };

/** The figures of the dashboard `user_analytics`. Throws `invalid-fields` for dates or zones that make no period. */
export async function readUserBehavior(deps: BehaviorDeps, query: PeriodAsked): Promise<UserBehavior> {
  const { pool } = deps;
  const opened = await openPeriod(deps, query, {
    kinds: ['active', ...Object.values(FUNNEL)],
    source: 'events of the period, sessions, rollups of 15 minutes and sets of users',
    definitions: BEHAVIOR_DEFINITIONS,
  });
  const { period, meta } = opened;
  const active = usersOf(opened, 'active');
  const traits = await store.readTraits(pool, period, Object.keys(LEVELS));
  const features = await store.readFeatures(pool, period);
  const { journey, exits } = await readJourneys(pool, period, JOURNEY);
  const [peakHours, content, sessions, social] = await Promise.all([
    store.readPeakHours(pool, period, period.timeZone),
    store.readContent(pool, period),
    store.countUserSessions(pool, period),
    sumEvents(pool, SOCIAL_EVENTS, period.dayStarts.slice(period.days)),
  ]);
  return {
    user_segments: segmentsOf(active, traits),
    behavior_patterns: {
      peak_hours: peakHours,
      popular_features: features.users.map(([feature, users]) => ({
        feature,
        users,
        share: percent(users, active.size),
      })),
      user_journey: journey,
      drop_off_points: exits,
    },
    engagement_analysis: {
      session_frequency: ratio(sessions, active.size * (period.days / 7)),
      feature_usage: Object.fromEntries(features.events),
      content_consumption: Object.fromEntries(content),
      social_interactions: Object.fromEntries(
        SOCIAL_EVENTS.map((kind) => [
          kind,
          social.reduce((sum, { eventType, events }) => sum + (eventType === kind ? events : 0), 0),
        ]),
      ),
    },
    conversion_funnel: {
      visitors: usersOf(opened, FUNNEL.visitors).size,
      registered: usersOf(opened, FUNNEL.registered).size,
      active: usersOf(opened, FUNNEL.active).size,
      premium: usersOf(opened, FUNNEL.premium).size,
    },
    period: period.wire,
    meta,
  };
}

const usersOf = ({ sets }: OpenedPeriod, kind: string): UserSet => sets.get(kind) ?? UserSet.empty();

function segmentsOf(active: UserSet, traits: readonly store.UserTraits[]): Record<Segment, number> {
  const segments = { beginners: active.size, intermediate: 0, advanced: 0, professional: 0 };
  for (const { key, level, sessions } of traits) {
    if (!active.has(key)) continue;
    segments.beginners -= 1;
    segments[(level === null ? undefined : LEVELS[level]) ?? segmentOf(sessions)] += 1;
  }
  return segments;
}

function segmentOf(sessions: number): Segment {
  if (sessions < 3) return 'beginners';
  if (sessions < 10) return 'intermediate';
  return sessions < 25 ? 'advanced' : 'professional';
}
