import type { UserBehavior } from '#contracts/user-behavior';
import { UserSet } from '../activity/user-set.ts';
import { sumEvents } from '../business/business-store.ts';
import type { PeriodAsked } from '../business/period.ts';
import { percent, ratio } from '../business/ratios.ts';
import { readPeakHours } from './behavior-store.ts';
import { BEHAVIOR_DEFINITIONS } from './definitions.ts';
import { countFeatureUse } from './feature-use.ts';
import { type BehaviorDeps, type OpenedPeriod, openPeriod } from './opened-period.ts';
import { followPages } from './page-visits.ts';
import { journeyOf } from './paths.ts';
import { countSegments, RECENT_MS } from './segments.ts';
import { type Signatures, walkVisits } from './visits.ts';

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
    kinds: Object.values(FUNNEL),
    source: 'journeys, rollups of 15 minutes and sets of users',
    definitions: BEHAVIOR_DEFINITIONS,
  });
  const { period, meta } = opened;
  const recentMs = period.to - RECENT_MS;
  const [peakHours, social, { segments, features, pages }] = await Promise.all([
    readPeakHours(pool, period, period.timeZone),
    sumEvents(pool, SOCIAL_EVENTS, period.dayStarts.slice(period.days)),
    walkVisits(pool, { ...period, sessionsFrom: Math.min(period.from, recentMs) }, (signatures) =>
      countBehavior(signatures, period.from, recentMs),
    ),
  ]);
  const active = segments.activeUsers();
  return {
    user_segments: segments.segments,
    behavior_patterns: {
      peak_hours: peakHours,
      popular_features: features
        .users(10)
        .map(([feature, users]) => ({ feature, users, share: percent(users, active) })),
      user_journey: journeyOf(pages, JOURNEY.limit),
      drop_off_points: pages.dropOffPoints(),
    },
    engagement_analysis: {
      session_frequency: ratio(segments.userSessions(), active * (period.days / 7)),
      feature_usage: Object.fromEntries(features.events(50)),
      content_consumption: Object.fromEntries(features.content(50)),
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

/** All that the dashboard counts on one walk. */
function countBehavior(signatures: Signatures, fromMs: number, recentMs: number) {
  const segments = countSegments(signatures, { fromMs, recentMs });
  const features = countFeatureUse(signatures);
  const pages = followPages(signatures, JOURNEY.depth, fromMs);
  return {
    segments,
    features,
    pages,
    session(...visit: Parameters<typeof pages.session>) {
      segments.session(...visit);
      pages.session(...visit);
    },
    event(actor: number, signature: number) {
      segments.event(actor, signature);
      features.event(actor, signature);
    },
    leave: segments.leave,
  };
}
