import type { PlainEvent } from './behavior-events.ts';
import { dropOffsOf, pathsOf, type Stretch, sessionsFrom } from './behavior-recount.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const SEGMENTS: Readonly<Record<string, string>> = {
  beginner: 'beginners',
  intermediate: 'intermediate',
  advanced: 'advanced',
  professional: 'professional',
};

/** Every figure of the dashboard `user_analytics`, counted again from plain events in order of time. */
export function dashboardOf(events: readonly PlainEvent[], stretch: Stretch & { days: number }) {
  const { from, to, timeZone, days } = stretch;
  const inside = events.filter(({ at }) => at >= from && at < to);
  const caused = inside.filter(({ initiated }) => initiated);
  const active = usersOf(caused);
  const sessions = sessionsFrom(events).filter(({ start, actor }) => start < to && !actor.startsWith('~'));
  const features = tally(caused, ({ feature, page }) => feature ?? page, countUsers);
  const usersBy = (type: string) => countUsers(inside.filter((event) => event.type === type));
  return {
    user_segments: countSegments(segmentsOf(events, stretch).values()),
    behavior_patterns: {
      peak_hours: peakHours(caused, timeZone),
      popular_features: features
        .slice(0, 10)
        .map(([feature, users]) => ({ feature, users, share: (100 * users) / active.size })),
      user_journey: pathsOf(events, stretch, { depth: 4, limit: 10 }),
      drop_off_points: dropOffsOf(events, stretch),
    },
    engagement_analysis: {
      session_frequency: sessions.filter(({ start }) => start >= from).length / (active.size * (days / 7)),
      feature_usage: Object.fromEntries(tally(caused, ({ feature }) => feature, size).slice(0, 50)),
      content_consumption: Object.fromEntries(
        tally(
          caused.filter(({ type }) => type === 'page_view'),
          prefixOf,
          size,
        ).slice(0, 50),
      ),
      social_interactions: Object.fromEntries(
        ['share', 'follow', 'comment', 'like'].map((type) => [
          type,
          inside.filter((event) => event.type === type).length,
        ]),
      ),
    },
    conversion_funnel: {
      visitors: usersBy('page_view'),
      registered: usersBy('user_registration'),
      active: usersBy('user_login'),
      premium: usersBy('premium_upgrade'),
    },
  };
}

const size = (list: readonly unknown[]): number => list.length;
const usersOf = (events: readonly PlainEvent[]): Set<string> =>
  new Set(events.flatMap(({ user }) => user ?? []));
const countUsers = (events: readonly PlainEvent[]): number => usersOf(events).size;

/** The segment of every user who caused an event of the stretch. */
export function segmentsOf(events: readonly PlainEvent[], { from, to }: Stretch): Map<string, string> {
  const inside = events.filter(({ at }) => at >= from && at < to);
  const newest = new Map<string, string>();
  for (const { user, level } of inside)
    if (user !== undefined && level !== undefined && level in SEGMENTS) newest.set(user, level);
  const recent = sessionsFrom(events).filter(({ start }) => start >= to - 30 * DAY_MS && start < to);
  const counts = new Map<string, number>();
  for (const { actor } of recent) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  const active = usersOf(inside.filter(({ initiated }) => initiated));
  return new Map(
    [...active].map((user) => [user, SEGMENTS[newest.get(user) ?? ''] ?? bySessions(counts.get(user) ?? 0)]),
  );
}

function countSegments(segments: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = { beginners: 0, intermediate: 0, advanced: 0, professional: 0 };
  for (const name of segments) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function bySessions(count: number): string {
  if (count < 3) return 'beginners';
  if (count < 10) return 'intermediate';
  return count < 25 ? 'advanced' : 'professional';
}

function peakHours(caused: readonly PlainEvent[], timeZone: string): number[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, users: 0 }));
  const quarters = Map.groupBy(caused, ({ at }) => Math.floor(at / QUARTER_MS));
  for (const [quarter, own] of quarters) {
    const hour = hours[Number(format.format(quarter * QUARTER_MS))];
    if (hour !== undefined) hour.users += countUsers(own);
  }
  const busiest = hours.filter(({ users }) => users > 0).sort((a, b) => b.users - a.users || a.hour - b.hour);
  return busiest.slice(0, 3).map(({ hour }) => hour);
}

/** Names with what is counted of their events, most first. */
function tally(
  events: readonly PlainEvent[],
  nameOf: (event: PlainEvent) => string | undefined,
  count: (own: readonly PlainEvent[]) => number,
): [string, number][] {
  const named = events.flatMap((event) => {
    const name = nameOf(event);
    return name === undefined ? [] : [{ name, event }];
  });
  return [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, own]): [string, number] => [name, count(own.map(({ event }) => event))])
    .filter(([, counted]) => counted > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The first part of the path of a page, whatever host it is on. */
function prefixOf({ page }: PlainEvent): string | undefined {
  if (page === undefined) return undefined;
  const path = page.replace(/^[a-z]+:\/\/[^/?#]+/, '');
  return /^\/?[^/?#]*/.exec(path)?.[0] || '/';
}
