import { createChance } from './chance.ts';
import { addVisit, levelOf, USERS, type Usage } from './usage.ts';

const EVERY_MS = 20_000;
/** From the first page to a refund of what was bought on the last. */
const LONGEST_MS = 2 * 3_600_000;
const KNOWN = 0.7;
/** What unknown visitors may do. */
const OPEN_TO_ALL: ReadonlySet<unknown> = new Set(['page_view', 'click', 'search', 'share']);

/** What made-up people do in [from, to), epoch milliseconds: the same whenever it is asked, a new visit every 20 seconds. */
export function visitsBetween(fromMs: number, toMs: number): Usage {
  const events: Usage['events'] = [];
  const behavior: Usage['behavior'] = [];
  const isDue = ({ timestamp }: { timestamp?: unknown }) => {
    const at = Date.parse(String(timestamp));
    return at >= fromMs && at < toMs;
  };
  for (let visit = Math.floor((fromMs - LONGEST_MS) / EVERY_MS); visit * EVERY_MS < toMs; visit += 1) {
    const own = makeVisit(visit);
    events.push(...own.events.filter(isDue));
    behavior.push(...own.behavior.filter(isDue));
  }
  return { events, behavior };
}

function makeVisit(number: number): Usage {
  const chance = createChance(`visit ${number}`);
  const user = Math.floor(chance.uniform(0) * USERS);
  const usage: Usage = { events: [], behavior: [] };
  addVisit(usage, {
    user,
    level: levelOf(createChance(`user ${user}`)).name,
    chance,
    day: number,
    at: number * EVERY_MS + Math.floor(chance.uniform(1) * EVERY_MS),
    isFirst: false,
    upgrades: false,
    isPremium: false,
  });
  return chance.uniform(2) < KNOWN ? usage : withoutName(usage);
}

function withoutName({ events }: Usage): Usage {
  const nameless = events.map((event) => {
    const { user_id: _, ...rest } = event;
    return rest;
  });
  return { events: nameless.filter(({ event_type }) => OPEN_TO_ALL.has(event_type)), behavior: [] };
}
