import type { AnalyticsMeta } from '#contracts/analytics';
import type { LiveUserListAnswer, LiveUsers } from '#contracts/live-users';
import { sumActivity } from '../business/business-store.ts';
import { metaOf } from '../business/meta.ts';
import { readUserSets } from '../business/user-count-store.ts';
import { quarterOf } from '../ingest/tally.ts';
import { isUser } from '../journeys/actors.ts';
import { inSnapshot } from '../journeys/part-store.ts';
import { tellRecent } from '../journeys/read-journeys.ts';
import { readSignatures } from '../journeys/signatures.ts';
import { readLastSeen, readUsersSessions } from './behavior-store.ts';
import { LIVE_DEFINITIONS } from './definitions.ts';
import { ranked } from './feature-use.ts';
import type { BehaviorDeps } from './opened-period.ts';
import { followPresence } from './presence.ts';

const WINDOW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const MINUTES = 30;
const PAGES = 10;
const LISTED = 100;

/** Who is there right now. Waits until what is committed is derived. */
export async function readLiveUsers(deps: BehaviorDeps): Promise<{ live: LiveUsers; meta: AnalyticsMeta }> {
  const { pool } = deps;
  const recent = await readPresence(deps);
  const { nowMs, fromMs, pending } = recent;
  const [sums, sets] = await Promise.all([
    sumActivity(pool, [fromMs, nowMs]),
    readUserSets(pool, ['simulated'], quarterOf(fromMs), nowMs + 1),
  ]);
  const { lastMs = await readLastSeen(pool, nowMs), ...figures } = countPresence(recent);
  return {
    live: { ...figures, last_seen: lastMs === undefined ? null : isoOf(lastMs) },
    meta: metaOf({
      nowMs,
      pending,
      source: 'journeys',
      activity: sums,
      sets: [sets],
      definitions: LIVE_DEFINITIONS,
    }),
  };
}

/** Names of live users, who did something last first. */
export async function listLiveUsers(
  deps: BehaviorDeps,
): Promise<Pick<LiveUserListAnswer, 'users' | 'count'>> {
  const recent = await readPresence(deps);
  const live = [...recent.actors].filter(([actor, { lastMs }]) => isUser(actor) && isLive(lastMs, recent));
  const newest = live.sort(([, a], [, b]) => b.lastMs - a.lastMs).slice(0, LISTED);
  const sessions = await readUsersSessions(
    deps.pool,
    newest.map(([key, { lastMs }]) => ({ key, atMs: lastMs })),
  );
  const users = newest.flatMap(([key, { lastMs, page }]) => {
    const own = sessions.get(key);
    if (own === undefined) return [];
    const since = own.startMs === null ? null : isoOf(own.startMs);
    return { user_id: own.userId, page: recent.pages[page] ?? null, since, last_at: isoOf(lastMs) };
  });
  return { users, count: live.length };
}

interface RecentPresence extends Pick<ReturnType<typeof followPresence>, 'actors' | 'pages'> {
  readonly nowMs: number;
  /** Where the first of the minutes begins. */
  readonly fromMs: number;
  /** Rows that are not among them yet. */
  readonly pending: number;
}

async function readPresence({ pool, clock, activity }: BehaviorDeps): Promise<RecentPresence> {
  const pending = await activity.catchUp();
  const nowMs = clock.now();
  const fromMs = nowMs - (nowMs % MINUTE_MS) - (MINUTES - 1) * MINUTE_MS;
  const { actors, pages } = await inSnapshot(pool, async (snapshot) => {
    const presence = followPresence(await readSignatures(snapshot.client), { fromMs, toMs: nowMs });
    await tellRecent(snapshot, fromMs, presence);
    return presence;
  });
  return { actors, pages, nowMs, fromMs, pending };
}

const isLive = (lastMs: number, { nowMs }: { readonly nowMs: number }): boolean => lastMs > nowMs - WINDOW_MS;

const isoOf = (ms: number): string => new Date(ms).toISOString();

function countPresence(recent: RecentPresence) {
  const byMinute = new Int32Array(MINUTES);
  const byPage = new Int32Array(recent.pages.length);
  let [users, visitors] = [0, 0];
  let lastMs: number | undefined;
  for (const [actor, own] of recent.actors) {
    lastMs = Math.max(lastMs ?? 0, own.lastMs);
    for (let minute = 0; minute < MINUTES; minute += 1)
      byMinute[minute] = (byMinute[minute] as number) + ((own.minutes >>> minute) & 1);
    if (!isLive(own.lastMs, recent)) continue;
    if (isUser(actor)) users += 1;
    else visitors += 1;
    if (own.page >= 0) byPage[own.page] = (byPage[own.page] as number) + 1;
  }
  return {
    actors: users + visitors,
    users,
    visitors,
    window_seconds: WINDOW_MS / 1_000,
    by_minute: Array.from(byMinute, (actors, minute) => ({
      minute: isoOf(recent.fromMs + minute * MINUTE_MS),
      actors,
    })),
    pages: ranked(recent.pages, byPage, PAGES).map(([page, actors]) => ({ page, actors })),
    lastMs,
  };
}
