import type { BehaviorItem, EventItem } from '#contracts/ingest';

/** One event as a naive recount sees it. */
export interface PlainEvent {
  readonly id: string;
  readonly at: number;
  readonly user: string | undefined;
  readonly actor: string;
  readonly type: string;
  readonly page: string | undefined;
  readonly feature: string | undefined;
  readonly level: string | undefined;
  readonly amount?: number;
  readonly plan?: string | undefined;
  /** The number of the visit: few events have the same. */
  readonly visit?: number;
  readonly initiated: boolean;
  /** Whether it is a row of user_behavior. */
  readonly isBehavior: boolean;
}

type Random = () => number;

/** A small linear congruential generator: the same events in every run. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ANONYMOUS_SHARE = 0.06;
const SECTIONS = ['/', '/market', '/portfolio', '/news', '/advisor', 'https://shop.example/pricing?from=ad'];
const PAGES = [
  ...SECTIONS,
  '/signup',
  '/login',
  '/help',
  '/alerts',
  ...['AAPL', 'MSFT', 'NVDA', 'AMZN', 'JPM', 'XOM', 'KO', 'PFE'].map((symbol) => `/market/${symbol}`),
  ...['risk', 'income', 'history', 'optimise'].map((part) => `/portfolio/${part}`),
  ...['macro', 'earnings', 'crypto', 'bonds'].map((topic) => `/news/${topic}`),
  ...['profile', 'billing', 'keys', 'exports'].map((part) => `/settings/${part}`),
];
const FEATURES = ['charts', 'watchlist', 'screener', 'news', 'advisor', 'alerts', 'compare', 'export'];
const LEVELS = ['beginner', 'intermediate', 'advanced', 'professional', 'guru'];
const SOCIAL = ['share', 'like', 'like', 'comment', 'follow'];
const AMOUNTS = [9.5, 25, 25, 99];
const PLANS = ['free', 'free', 'pro', 'team'];

export interface VisitsAsked {
  readonly events: number;
  readonly users: number;
  /** Epoch milliseconds at the start of a UTC day. */
  readonly from: number;
  readonly days: number;
}

/**
 * Visits of known and unknown users, each whole, by the time they begin: busier by day, loyal users often and most users
 * seldom, new ones every day. A fiftieth of the events share their millisecond with the one before.
 */
export function* makeVisits({ events, users, from, days }: VisitsAsked): Generator<PlainEvent> {
  const random = randomFrom(29);
  const to = from + days * DAY_MS;
  let count = 0;
  for (let visit = 0; count < events; visit += 1) {
    const passed = (count / events) * days;
    let at = from + Math.floor((passed + 0.1 * Math.sin(2 * Math.PI * passed)) * DAY_MS);
    const born = users * (0.4 + (0.6 * count) / events);
    const number = Math.floor(born * random() ** 1.5);
    const user = random() < ANONYMOUS_SHARE ? undefined : `user-${number}`;
    for (const act of actsOf(user !== undefined, random)) {
      if (at >= to || count >= events) break;
      const initiated = act.type !== 'heartbeat';
      yield {
        page: undefined,
        feature: undefined,
        ...act,
        id: `e${count}`,
        at,
        user,
        actor: user ?? `~visit-${visit}`,
        plan: user && PLANS[(number + Math.floor(passed / 20)) % PLANS.length],
        visit,
        level: number % 5 === 0 && random() < 0.1 ? skewed(LEVELS, random, 1.3) : undefined,
        initiated,
        isBehavior:
          user !== undefined &&
          (act.type === 'page_view' || act.type === 'click') &&
          act.amount === undefined &&
          random() < 0.3,
      };
      count += 1;
      if (random() > 0.02) at += 300 + Math.floor(random() ** 3 * 3 * MINUTE_MS);
      if (random() < 0.015) at += Math.floor((20 + random() * 50) * MINUTE_MS);
    }
  }
}

type Act = Pick<PlainEvent, 'type'> & Partial<Pick<PlainEvent, 'page' | 'feature' | 'amount'>>;

/** What somebody does in one visit. */
function actsOf(isKnown: boolean, random: Random): Act[] {
  const acts: Act[] = [];
  const pages = Math.min(15, 1 + Math.floor(-Math.log(1 - random()) * 2.2));
  for (let place = 0; place < pages; place += 1) {
    const page = skewed(PAGES, random, 2.2);
    acts.push({ type: 'page_view', page });
    if (random() < 0.12) acts.push({ type: 'page_view', page });
    if (random() < 0.4)
      acts.push({
        type: 'click',
        page,
        ...(random() < 0.6 ? { feature: skewed(FEATURES, random, 1.6) } : {}),
      });
    if (random() < 0.08) acts.push({ type: 'search', feature: 'screener' });
    if (random() < 0.25) acts.push({ type: 'heartbeat', page });
  }
  if (isKnown) acts.splice(random() < 0.5 ? 1 : acts.length, 0, ...goalsOf(random));
  return acts;
}

function goalsOf(random: Random): Act[] {
  const goals: Act[] = [];
  const signsUp = random() < 0.12;
  if (signsUp) goals.push({ type: 'click', page: '/signup' }, { type: 'user_registration' });
  if (random() < (signsUp ? 0.8 : 0.35)) goals.push({ type: 'user_login' });
  if (random() < (signsUp ? 0.3 : 0.06)) goals.push({ type: 'purchase', amount: skewed(AMOUNTS, random, 1) });
  if (random() < 0.02) goals.push({ type: 'premium_upgrade', amount: 99 });
  if (random() < 0.06) goals.push({ type: skewed(SOCIAL, random, 1), feature: 'news' });
  return goals;
}

/** One of a list, the first more often than the last. */
function skewed<T>(list: readonly T[], random: Random, skew: number): T {
  return list[Math.floor(list.length * random() ** skew)] as T;
}

const propertiesOf = ({ page, feature, amount, plan, visit }: PlainEvent) => ({
  ...(page === undefined ? {} : { page }),
  ...(feature === undefined ? {} : { feature }),
  ...(amount === undefined ? {} : { amount }),
  ...(plan === undefined ? {} : { plan }),
  ...(visit === undefined ? {} : { visit }),
});

export function toEventItem(event: PlainEvent): EventItem {
  const { id, at, user, actor, type, level, initiated } = event;
  return {
    event_id: id,
    timestamp: new Date(at).toISOString(),
    event_type: type,
    ...(user === undefined ? { session_id: actor.slice(1) } : { user_id: user }),
    properties: propertiesOf(event),
    context: {
      ...(level === undefined ? {} : { experience_level: level }),
      ...(initiated ? {} : { user_initiated: false }),
    },
  };
}

export function toBehaviorItem(event: PlainEvent): BehaviorItem {
  const { id, at, user = '', type, page, level } = event;
  const { page: _, ...properties } = propertiesOf(event);
  return {
    event_id: id,
    timestamp: new Date(at).toISOString(),
    event_type: type,
    user_id: user,
    session_id: 's',
    ...(page === undefined ? {} : { page }),
    properties: { ...properties, ...(level === undefined ? {} : { experience_level: level }) },
  };
}
