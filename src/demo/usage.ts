import type { BehaviorItem, EventItem } from '#contracts/ingest';
import { type Chance, createChance } from './chance.ts';

/** What made-up users did: events, and finer behaviour on some pages. */
export interface Usage {
  readonly events: EventItem[];
  readonly behavior: BehaviorItem[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
export const USAGE_DAYS = 89;
export const USERS = 420;

interface Level {
  readonly name: string;
  /** Share of the users up to and with this level. */
  readonly upTo: number;
  /** Chance of a visit a day when new. */
  readonly visits: number;
  readonly upgrades: number;
}

const LEVELS: readonly Level[] = [
  { name: 'beginner', upTo: 0.5, visits: 0.1, upgrades: 0.05 },
  { name: 'intermediate', upTo: 0.8, visits: 0.2, upgrades: 0.15 },
  { name: 'advanced', upTo: 0.95, visits: 0.42, upgrades: 0.35 },
  { name: 'professional', upTo: 1, visits: 0.75, upgrades: 0.7 },
];

/** Pages, the feature each stands for, and where visitors go from there. */
const PAGES: Readonly<Record<string, { feature: string; next: readonly string[] }>> = {
  '/': { feature: 'home', next: ['/market', '/market', '/portfolio', '/news'] },
  '/market': {
    feature: 'market_overview',
    next: ['/market/symbol', '/market/symbol', '/news', '/portfolio'],
  },
  '/market/symbol': { feature: 'charts', next: ['/market/symbol', '/advisor', '/portfolio', '/predictions'] },
  '/portfolio': { feature: 'portfolio', next: ['/portfolio/optimize', '/market/symbol', '/advisor'] },
  '/portfolio/optimize': { feature: 'optimizer', next: ['/portfolio', '/advisor', '/pricing'] },
  '/advisor': { feature: 'ai_advisor', next: ['/advisor', '/portfolio', '/market/symbol', '/pricing'] },
  '/news': { feature: 'news', next: ['/market/symbol', '/market', '/'] },
  '/predictions': { feature: 'predictions', next: ['/market/symbol', '/advisor', '/pricing'] },
  '/pricing': { feature: 'pricing', next: ['/', '/portfolio'] },
};
const ENTRIES = ['/', '/', '/market', '/news', '/market/symbol'];
const ACTIONS = ['click', 'search', 'share', 'follow', 'comment', 'like', 'chart_interval', 'ai_question'];
/** Busy hours, UTC. */
const HOURS = [7, 8, 9, 9, 12, 13, 14, 14, 15, 16, 19, 20, 20, 21];
const PRICES: Readonly<Record<string, number>> = { premium: 29, report: 9.9, course: 49 };

/** The last 89 days of a product that grows, as made-up but always the same for one last day. */
export function makeUsage(lastMidnightMs: number): Usage {
  const usage: Usage = { events: [], behavior: [] };
  for (let user = 0; user < USERS; user += 1) addUser(usage, user, lastMidnightMs - USAGE_DAYS * DAY_MS);
  return usage;
}

function addUser(usage: Usage, user: number, startMs: number): void {
  const chance = createChance(`user ${user}`);
  // More people join from week to week.
  const joined = Math.floor(USAGE_DAYS * chance.uniform(0) ** 0.7);
  const level = levelOf(chance);
  const upgradesOn =
    chance.uniform(2) < level.upgrades ? joined + Math.floor(chance.uniform(3) * 30) : undefined;
  for (let day = joined; day < USAGE_DAYS; day += 1) {
    const isWeekend = [0, 6].includes(new Date(startMs + day * DAY_MS).getUTCDay());
    const interest = level.visits * (isWeekend ? 0.5 : 1) * Math.exp(-(day - joined) / 120);
    const isFirst = day === joined;
    if (!isFirst && day !== upgradesOn && chance.uniform(100 + day) > interest) continue;
    const at = startMs + day * DAY_MS + timeOfDay(chance, day);
    addVisit(usage, {
      user,
      level: level.name,
      chance,
      day,
      at,
      isFirst,
      upgrades: day === upgradesOn,
      isPremium: upgradesOn !== undefined && day > upgradesOn,
    });
    if (upgradesOn !== undefined && day > upgradesOn && (day - upgradesOn) % 30 === 0)
      addEvent(usage, {
        user,
        at: at + MINUTE_MS,
        type: 'subscription_renewed',
        properties: { amount: PRICES.premium, plan: 'premium' },
        initiated: false,
      });
  }
}

/** By the chance of a user. */
export function levelOf(chance: Chance): Level {
  return LEVELS.find(({ upTo }) => chance.uniform(1) <= upTo) ?? (LEVELS[0] as Level);
}

export interface Visit {
  readonly user: number;
  readonly level: string;
  readonly chance: Chance;
  readonly day: number;
  readonly at: number;
  readonly isFirst: boolean;
  readonly upgrades: boolean;
  readonly isPremium: boolean;
}

export function addVisit(usage: Usage, visit: Visit): void {
  const { chance, day, user, at, level } = visit;
  const place = (step: number) => 10_000 + day * 100 + step;
  const pick = <T>(list: readonly T[], step: number): T =>
    list[Math.floor(chance.uniform(place(step)) * list.length)] as T;
  const session = `demo-session-${user}-${day}`;
  const event = (type: string, offsetMs: number, properties: Record<string, unknown> = {}) =>
    addEvent(usage, { user, at: at + offsetMs, type, properties, session, level });
  let page = pick(ENTRIES, 0);
  const isBounce = !visit.isFirst && !visit.upgrades && chance.uniform(place(1)) < 0.18;
  event('page_view', 0, { page, feature: PAGES[page]?.feature });
  if (isBounce) return;
  event(visit.isFirst ? 'user_registration' : 'user_login', 8_000);
  let offset = 15_000;
  const steps = 2 + Math.floor(chance.uniform(place(2)) ** 2 * 9);
  for (let step = 0; step < steps; step += 1) {
    const stay = 10_000 + Math.floor(chance.uniform(place(10 + step)) ** 2 * 240_000);
    offset += stay;
    page = pick(PAGES[page]?.next ?? ENTRIES, 30 + step);
    event('page_view', offset, { page, feature: PAGES[page]?.feature });
    if (chance.uniform(place(50 + step)) < 0.35)
      event(pick(ACTIONS, 70 + step), offset + 4_000, { page, feature: PAGES[page]?.feature });
    if (step % 3 === 0)
      addBehavior(usage, { user, session, page, at: offset + at + 5_000, seconds: Math.round(stay / 1_000) });
  }
  addMoney(visit, event, offset + 20_000);
}

/** Purchases, upgrades, refunds and trades of a visit. */
function addMoney(
  { chance, day, upgrades, isPremium }: Visit,
  event: (type: string, offsetMs: number, properties: Record<string, unknown>) => void,
  offset: number,
): void {
  const draw = (use: number) => chance.uniform(20_000 + day * 10 + use);
  if (upgrades) event('premium_upgrade', offset, { amount: PRICES.premium, plan: 'premium' });
  if (draw(0) < 0.05) {
    const product = draw(1) < 0.8 ? 'report' : 'course';
    event('purchase', offset + 5_000, { amount: PRICES[product], product });
    if (draw(2) < 0.06) event('refund', offset + 3_600_000, { amount: PRICES[product], product });
  }
  if (draw(3) < (isPremium ? 0.4 : 0.08)) {
    const amount =
      Math.round(200 * Math.exp(1.2 * chance.normal(20_000 + day * 10 + 4))) * (draw(5) < 0.45 ? -1 : 1);
    event('trade', offset + 10_000, { amount, side: amount < 0 ? 'sell' : 'buy' });
  }
}

interface EventFacts {
  readonly user: number;
  readonly at: number;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly session?: string;
  readonly level?: string;
  readonly initiated?: boolean;
}

function addEvent(
  { events }: Usage,
  { user, at, type, properties, session, level, initiated }: EventFacts,
): void {
  events.push({
    event_id: `demo-${user}-${at}-${type}`,
    timestamp: new Date(at).toISOString(),
    event_type: type,
    user_id: `demo-user-${user}`,
    ...(session === undefined ? {} : { session_id: session }),
    properties,
    context: {
      source: 'demo',
      ...(level === undefined ? {} : { experience_level: level }),
      ...(initiated === false ? { user_initiated: false } : {}),
    },
  });
}

function addBehavior(
  { behavior }: Usage,
  facts: { user: number; session: string; page: string; at: number; seconds: number },
): void {
  const { user, session, page, at, seconds } = facts;
  behavior.push({
    event_id: `demo-${user}-${at}-read`,
    timestamp: new Date(at).toISOString(),
    user_id: `demo-user-${user}`,
    session_id: session,
    event_type: 'read',
    page,
    action: 'scroll',
    duration: seconds,
  });
}

function timeOfDay(chance: Chance, day: number): number {
  const hour = HOURS[Math.floor(chance.uniform(1_000 + day) * HOURS.length)] ?? 12;
  return hour * 3_600_000 + Math.floor(chance.uniform(2_000 + day) * 3_600_000);
}
