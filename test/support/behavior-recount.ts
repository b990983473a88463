import type { FunnelStep } from '#contracts/funnels';
import type { PlainEvent } from './behavior-events.ts';

/**
 * User behaviour counted again by loops over plain events, from nothing but the definitions that the answers state. Events
 * are given in order of time, those of one moment in order of arrival.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface PlainSession {
  readonly actor: string;
  readonly start: number;
  readonly events: readonly PlainEvent[];
}

/** No pause over 30 minutes, 24 hours at most; only of what users caused. */
export function sessionsFrom(events: readonly PlainEvent[]): PlainSession[] {
  const sessions: { actor: string; start: number; events: PlainEvent[] }[] = [];
  const current = new Map<string, { actor: string; start: number; events: PlainEvent[] }>();
  for (const event of events) {
    if (!event.initiated) continue;
    let session = current.get(event.actor);
    const last = session?.events.at(-1)?.at ?? 0;
    if (session === undefined || event.at - last > 30 * MINUTE_MS || event.at - session.start > DAY_MS) {
      session = { actor: event.actor, start: event.at, events: [] };
      current.set(event.actor, session);
      sessions.push(session);
    }
    session.events.push(event);
  }
  return sessions;
}

export function fits(event: PlainEvent, { event_type, page, property }: FunnelStep): boolean {
  if (event_type !== undefined && event.type !== event_type) return false;
  if (page !== undefined && event.page !== page) return false;
  if (property === undefined) return true;
  const properties: Record<string, unknown> = {
    feature: event.feature,
    amount: event.amount,
    plan: event.plan,
    visit: event.visit,
    page: event.isBehavior ? undefined : event.page,
  };
  return properties[property.name] === property.equals;
}

export interface FunnelAsked {
  readonly steps: readonly FunnelStep[];
  readonly order: 'ordered' | 'strict' | 'unordered';
  readonly windowMs: number;
}

/** Each user's shortest time to each step, infinity where they did not come so far. */
export function funnelTimesOf(events: readonly PlainEvent[], asked: FunnelAsked): Map<string, number[]> {
  const known = events.filter(({ user }) => user !== undefined);
  return new Map(
    [...Map.groupBy(known, ({ user = '' }) => user)].map(([user, own]) => [user, timesOf(own, asked)]),
  );
}

/** Users and median seconds of each step. */
export function funnelOf(events: readonly PlainEvent[], asked: FunnelAsked) {
  const users = [...funnelTimesOf(events, asked).values()];
  return asked.steps.map((_, step) => {
    const times = users.map((own) => own[step] ?? Infinity).filter((ms) => ms < Infinity);
    return { users: times.length, median_seconds: times.length === 0 ? null : medianOf(times) / 1_000 };
  });
}

/** One user's shortest time to each step: from every event that may begin, as far as it leads. */
function timesOf(own: readonly PlainEvent[], { steps, order, windowMs }: FunnelAsked): number[] {
  const best = steps.map(() => Infinity);
  const reached = (step: number, ms: number) => {
    if (ms < (best[step] ?? 0)) best[step] = ms;
  };
  for (let begin = 0; begin < own.length; begin += 1) {
    const start = own[begin]?.at ?? 0;
    const fitted = new Set<number>();
    let chain = 0;
    for (let place = begin; place < own.length; place += 1) {
      const event = own[place];
      if (event === undefined || event.at - start > windowMs) break;
      if (order === 'unordered') {
        for (const [step, wanted] of steps.entries()) if (fits(event, wanted)) fitted.add(step);
        for (let step = 0; step < fitted.size; step += 1) reached(step, event.at - start);
        continue;
      }
      const wanted = steps[chain];
      if (wanted === undefined) break;
      if (fits(event, wanted)) {
        reached(chain, event.at - start);
        chain += 1;
      } else if (order === 'strict' || chain === 0) break;
    }
  }
  return best;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

type Grain = 'day' | 'week' | 'month';

/** Names the local day, the Monday of the week, or the month of an instant. */
function calendar(grain: Grain, timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  // Every zone changes its offset at a full quarter hour: one look at the calendar serves all events of it.
  const known = new Map<number, string>();
  const nameOf = (at: number): string => {
    const date = format.format(at);
    if (grain === 'day') return date;
    if (grain === 'month') return date.slice(0, 7);
    const monday = new Date(`${date}T00:00:00Z`);
    while (monday.getUTCDay() !== 1) monday.setUTCDate(monday.getUTCDate() - 1);
    return monday.toISOString().slice(0, 10);
  };
  return (at) => {
    const quarter = Math.floor(at / (15 * MINUTE_MS));
    const name = known.get(quarter) ?? nameOf(at);
    known.set(quarter, name);
    return name;
  };
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** Users of each cohort, and those of them who came back. */
export function retentionOf(
  events: readonly PlainEvent[],
  { from, to, timeZone }: Stretch,
  cohort: Grain,
  type: 'fixed' | 'rolling',
) {
  const nameOf = calendar(cohort, timeZone);
  const names: string[] = [];
  for (let at = from; at < to; at += HOUR_MS) if (nameOf(at) !== names.at(-1)) names.push(nameOf(at));
  const cohorts = names.map((_, place) => ({
    users: 0,
    retained: Array.from({ length: names.length - place }, () => 0),
  }));
  const known = events.filter(({ user }) => user !== undefined);
  for (const own of Map.groupBy(known, ({ user }) => user).values()) {
    const first = own[0]?.at ?? 0;
    if (first < from || first >= to) continue;
    const born = names.indexOf(nameOf(first));
    const came = new Set<number>();
    for (const { at, initiated } of own)
      if (initiated && at >= from && at < to) came.add(names.indexOf(nameOf(at)) - born);
    const row = cohorts[born];
    if (row === undefined) throw new Error(`no cohort for ${first}`);
    row.users += 1;
    const last = Math.max(-1, ...came);
    for (let later = 0; later < row.retained.length; later += 1)
      if (type === 'fixed' ? came.has(later) : later <= last)
        row.retained[later] = (row.retained[later] ?? 0) + 1;
  }
  return cohorts;
}

/** The pages viewed in each session that starts in the stretch and has one. */
function journeysIn(events: readonly PlainEvent[], { from, to }: Stretch): string[][] {
  return sessionsFrom(events)
    .filter(({ start }) => start >= from && start < to)
    .map((session) => session.events.flatMap(({ type, page }) => (type === 'page_view' ? (page ?? []) : [])))
    .filter(({ length }) => length > 0);
}

/** How many sessions took each path, most first; those of equally many by their pages. */
export function pathsOf(
  events: readonly PlainEvent[],
  stretch: Stretch,
  { depth, limit, startPage }: { depth: number; limit: number; startPage?: string | undefined },
) {
  const counts = new Map<string, number>();
  let sessions = 0;
  for (const pages of journeysIn(events, stretch)) {
    if (startPage !== undefined && pages[0] !== startPage) continue;
    const path: string[] = [];
    for (const page of pages) if (page !== path.at(-1)) path.push(page);
    const name = JSON.stringify(path.slice(0, depth));
    counts.set(name, (counts.get(name) ?? 0) + 1);
    sessions += 1;
  }
  const paths = [...counts].map(([name, own]) => ({ pages: JSON.parse(name) as string[], sessions: own }));
  return {
    sessions,
    top_paths: paths.sort((a, b) => b.sessions - a.sessions || compare(a.pages, b.pages)).slice(0, limit),
  };
}

/** As a database orders lists of text: by the first that differs, a shorter list before a longer one. */
function compare(a: readonly string[], b: readonly string[]): number {
  for (let place = 0; place < Math.max(a.length, b.length); place += 1) {
    const [one, other] = [a[place], b[place]];
    if (one === other) continue;
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}

/** Views and exits of the pages with 30 views or more, highest share of exits first. */
export function dropOffsOf(events: readonly PlainEvent[], stretch: Stretch) {
  const pages = new Map<string, { page: string; views: number; exits: number }>();
  for (const viewed of journeysIn(events, stretch))
    for (const [place, page] of viewed.entries()) {
      const own = pages.get(page) ?? { page, views: 0, exits: 0 };
      own.views += 1;
      if (place === viewed.length - 1) own.exits += 1;
      pages.set(page, own);
    }
  return [...pages.values()]
    .filter(({ views }) => views >= 30)
    .sort((a, b) => b.exits / b.views - a.exits / a.views || b.views - a.views || (a.page < b.page ? -1 : 1))
    .slice(0, 10)
    .map((own) => ({ ...own, exit_rate: (100 * own.exits) / own.views }));
}
