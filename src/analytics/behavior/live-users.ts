import type { Pool } from 'pg';
import type { AnalyticsMeta } from '#contracts/analytics';
import type { LiveUsers } from '#contracts/live-users';
import { sumActivity } from '../business/business-store.ts';
import { metaOf } from '../business/meta.ts';
import { readUserSets } from '../business/user-count-store.ts';
import { quarterOf } from '../ingest/tally.ts';
import { isUser } from '../journeys/actors.ts';
import { inSnapshot } from '../journeys/journey-store.ts';
import { tellRecent } from '../journeys/read-journeys.ts';
import { readSignatures } from '../journeys/signatures.ts';
import { readLastSeen } from './behavior-store.ts';
import { LIVE_DEFINITIONS } from './definitions.ts';
import { ranked } from './feature-use.ts';
import type { BehaviorDeps } from './opened-period.ts';
import { followPresence } from './presence.ts';

const WINDOW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const MINUTES = 30;
const PAGES = 10;

/** Who is there right now. Waits until what is committed is derived. */
export async function readLiveUsers({
  pool,
  clock,
  activity,
}: BehaviorDeps): Promise<{ live: LiveUsers; meta: AnalyticsMeta }> {
  const pending = await activity.catchUp();
  const nowMs = clock.now();
  const fromMs = nowMs - (nowMs % MINUTE_MS) - (MINUTES - 1) * MINUTE_MS;
  const [recent, sums, sets] = await Promise.all([
    readPresence(pool, fromMs, nowMs),
    sumActivity(pool, [fromMs, nowMs]),
    readUserSets(pool, ['simulated'], quarterOf(fromMs), nowMs + 1),
  ]);
  const lastMs = recent.lastMs ?? (await readLastSeen(pool, nowMs));
  return {
    live: { ...recent.figures, last_seen: lastMs === undefined ? null : new Date(lastMs).toISOString() },
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

async function readPresence(pool: Pool, fromMs: number, nowMs: number) {
  const { actors, pages } = await inSnapshot(pool, async (client) => {
    const presence = followPresence(await readSignatures(client), { fromMs, toMs: nowMs });
    await tellRecent(client, fromMs, presence);
    return presence;
  });
  const byMinute = new Int32Array(MINUTES);
  const byPage = new Int32Array(pages.length);
  let [users, visitors, lastMs] = [0, 0, undefined as number | undefined];
  for (const [actor, own] of actors) {
    lastMs = Math.max(lastMs ?? 0, own.lastMs);
    for (let minute = 0; minute < MINUTES; minute += 1)
      byMinute[minute] = (byMinute[minute] as number) + ((own.minutes >>> minute) & 1);
    if (own.lastMs <= nowMs - WINDOW_MS) continue;
    if (isUser(actor)) users += 1;
    else visitors += 1;
    if (own.page >= 0) byPage[own.page] = (byPage[own.page] as number) + 1;
  }
  const figures = {
    actors: users + visitors,
    users,
    visitors,
    window_seconds: WINDOW_MS / 1_000,
    by_minute: Array.from(byMinute, (count, minute) => ({
      minute: new Date(fromMs + minute * MINUTE_MS).toISOString(),
      actors: count,
    })),
    pages: ranked(pages, byPage, PAGES).map(([page, count]) => ({ page, actors: count })),
  };
  return { figures, lastMs };
}
