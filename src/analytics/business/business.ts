import type { Pool } from 'pg';
import type {
  AnalyticsMeta,
  BusinessIntelligence,
  EngagementMetrics,
  FinancialMetrics,
  PeriodQuery,
  RevenueAnalytics,
  RevenueMetrics,
  UserAnalytics,
  UserMetrics,
} from '#contracts/analytics';
import type { Clock } from '#platform';
import type { Activity } from '../activity/activity-worker.ts';
import { COUNTED_EVENTS } from '../activity/derive.ts';
import { REVENUE_EVENTS, TRADE_EVENT } from '../ingest/money.ts';
import * as store from './business-store.ts';
import { DEFINITIONS } from './definitions.ts';
import { metaOf } from './meta.ts';
import { type PeriodAsked, type ResolvedPeriod, resolvePeriod } from './period.ts';
import { dollars, growth, percent, ratio } from './ratios.ts';
import { countActiveByDay, readUserSets } from './user-count-store.ts';

export interface Business {
  dashboard(query: PeriodAsked): Promise<BusinessIntelligence>;
  revenue(query: PeriodQuery): Promise<{ figures: RevenueAnalytics; facts: Facts }>;
  users(query: PeriodQuery): Promise<{ figures: UserAnalytics; facts: Facts }>;
}

/** What the figures of one answer are made of, read once. */
export interface Facts {
  readonly period: ResolvedPeriod;
  readonly meta: AnalyticsMeta;
  readonly events: readonly store.DaySums[];
  readonly activity: readonly store.DayActivity[];
  readonly totalUsers: number;
  readonly active: number;
  readonly previousActive: number;
  readonly returning: number;
  readonly paying: number;
  readonly converting: number;
  readonly goal: string;
}

const DEFAULT_GOAL = 'purchase';
const SUMMED_EVENTS = [...REVENUE_EVENTS, TRADE_EVENT, 'page_view'];
const RISK_MEASURES = ['volatility', 'var_95', 'max_drawdown', 'beta'];

/** Business intelligence exactly by the definitions, from rollups and user sets; its cost does not grow with events. */
export function createBusiness(deps: { pool: Pool; clock: Clock; activity: Activity }): Business {
  const { pool, clock } = deps;

  async function read(query: PeriodAsked): Promise<Facts> {
    const nowMs = clock.now();
    const [pending, period] = await Promise.all([deps.activity.catchUp(), resolvePeriod(pool, query, nowMs)]);
    const { previousFrom, from, to, dayStarts } = period;
    const goal = query.goal ?? DEFAULT_GOAL;
    const goalKind = `event:${goal}`;
    const isCounted = COUNTED_EVENTS.has(goal);
    const [events, activity, sets, previousSets, converted] = await Promise.all([
      store.sumEvents(pool, SUMMED_EVENTS, dayStarts),
      store.sumActivity(pool, dayStarts),
      readUserSets(pool, ['active', 'paying', 'simulated', ...(isCounted ? [goalKind] : [])], from, to),
      readUserSets(pool, ['active', 'simulated'], previousFrom, from),
      isCounted ? 0 : store.countUsersOf(pool, goal, from, to),
    ]);
    const [current, previous] = [sets.get('active'), previousSets.get('active')];
    return {
      period,
      meta: metaOf({
        nowMs,
        pending,
        source: 'rollups of 15 minutes and sets of users',
        activity,
        sets: [sets, previousSets],
        definitions: DEFINITIONS,
      }),
      events,
      activity: activity.days,
      totalUsers: activity.totalUsers,
      active: current?.size ?? 0,
      previousActive: previous?.size ?? 0,
      returning: current !== undefined && previous !== undefined ? previous.sizeOfIntersection(current) : 0,
      paying: sets.get('paying')?.size ?? 0,
      converting: sets.get(goalKind)?.size ?? converted,
      goal,
    };
  }

  return {
    async dashboard(query) {
      const facts = await read(query);
      return {
        revenue_metrics: revenueOf(facts),
        user_metrics: usersOf(facts),
        engagement_metrics: engagementOf(facts),
        financial_metrics: await financialsOf(pool, facts),
        period: facts.period.wire,
        meta: facts.meta,
      };
    },
    async revenue(query) {
      const facts = await read(query);
      return { figures: revenueDetails(facts), facts };
    },
    async users(query) {
      const facts = await read(query);
      const days = facts.period.dayStarts.slice(facts.period.days);
      return { figures: userDetails(facts, await countActiveByDay(pool, days)), facts };
    },
  };
}

const isRevenue = ({ eventType }: store.DaySums): boolean => REVENUE_EVENTS.has(eventType);

function sumOf<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

/** Rows of the period asked for; days before it are the previous period's. */
function current<Row extends { day: number }>(rows: readonly Row[], { days }: ResolvedPeriod): Row[] {
  return rows.filter(({ day }) => day >= days);
}

function previous<Row extends { day: number }>(rows: readonly Row[], { days }: ResolvedPeriod): Row[] {
  return rows.filter(({ day }) => day < days);
}

function revenueOf({ events, period, totalUsers, active, paying }: Facts): RevenueMetrics {
  const revenue = events.filter(isRevenue);
  const total = dollars(sumOf(current(revenue, period), ({ amountUsd }) => amountUsd));
  const before = dollars(sumOf(previous(revenue, period), ({ amountUsd }) => amountUsd));
  return {
    total_revenue: total,
    previous_revenue: before,
    revenue_growth: growth(total, before),
    revenue_per_user: ratio(total, totalUsers),
    revenue_per_active_user: ratio(total, active),
    revenue_per_paying_user: ratio(total, paying),
    paying_users: paying,
    revenue_trend: revenueByDay(revenue, period).map(({ revenue }) => revenue),
  };
}

function revenueByDay(revenue: readonly store.DaySums[], period: ResolvedPeriod) {
  const byDay = Map.groupBy(revenue, ({ day }) => day);
  return period.dates.map((date, index) => {
    const rows = byDay.get(period.days + index) ?? [];
    return {
      date,
      revenue: dollars(sumOf(rows, ({ amountUsd }) => amountUsd)),
      revenue_events: sumOf(rows, ({ amounts }) => amounts),
    };
  });
}

function revenueDetails(facts: Facts): RevenueAnalytics {
  const { events, period } = facts;
  const revenue = events.filter(isRevenue);
  const now = current(revenue, period);
  const purchases = sumOf(now, ({ positiveAmounts }) => positiveAmounts);
  const positive = sumOf(now, ({ positiveUsd }) => positiveUsd);
  const byType = Map.groupBy(now, ({ eventType }) => eventType);
  return {
    ...revenueOf(facts),
    refunds: dollars(sumOf(now, ({ amountUsd, positiveUsd }) => amountUsd - positiveUsd)),
    purchases,
    average_purchase: ratio(positive, purchases),
    by_day: revenueByDay(revenue, period),
    by_type: [...byType]
      .map(([eventType, rows]) => ({
        event_type: eventType,
        revenue: dollars(sumOf(rows, ({ amountUsd }) => amountUsd)),
        revenue_events: sumOf(rows, ({ amounts }) => amounts),
      }))
      .toSorted((a, b) => b.revenue - a.revenue || a.event_type.localeCompare(b.event_type)),
  };
}

function usersOf(facts: Facts): UserMetrics {
  const { activity, period, totalUsers, active, previousActive, returning } = facts;
  return {
    total_users: totalUsers,
    active_users: active,
    new_users: sumOf(current(activity, period), ({ newUsers }) => newUsers),
    previous_active_users: previousActive,
    previous_new_users: sumOf(previous(activity, period), ({ newUsers }) => newUsers),
    active_users_growth: growth(active, previousActive),
    user_retention: percent(returning, previousActive),
    active_share: percent(active, totalUsers),
  };
}

function engagementOf({ activity, events, period, active, converting, goal }: Facts): EngagementMetrics {
  const now = current(activity, period);
  const sessions = sumOf(now, (row) => row.sessions);
  const sessionMs = sumOf(now, (row) => row.sessionMs);
  return {
    sessions,
    session_duration: ratio(sessionMs / 60_000, sessions),
    page_views: sumOf(pageViews(current(events, period)), (row) => row.events),
    bounce_rate: percent(
      sumOf(now, ({ bounces }) => bounces),
      sumOf(now, ({ viewingSessions }) => viewingSessions),
    ),
    conversion_rate: percent(converting, active),
    converting_users: converting,
    goal,
  };
}

function pageViews(events: readonly store.DaySums[]): store.DaySums[] {
  return events.filter(({ eventType }) => eventType === 'page_view');
}

function userDetails(facts: Facts, activeByDay: readonly number[]): UserAnalytics {
  const { activity, events, period } = facts;
  const views = pageViews(events);
  return {
    ...usersOf(facts),
    ...engagementOf(facts),
    by_day: period.dates.map((date, index) => {
      const day = period.days + index;
      const own = activity.find((row) => row.day === day);
      return {
        date,
        active_users: activeByDay[index] ?? 0,
        new_users: own?.newUsers ?? 0,
        sessions: own?.sessions ?? 0,
        page_views: sumOf(
          views.filter((row) => row.day === day),
          (row) => row.events,
        ),
      };
    }),
  };
}

async function financialsOf(pool: Pool, { events, period }: Facts): Promise<FinancialMetrics> {
  const names = [
    'portfolio_value',
    'profit_loss',
    ...RISK_MEASURES.map((measure) => `risk_metrics.${measure}`),
  ];
  const latest = await store.latestFinancials(pool, names, period.to);
  const trades = current(events, period).filter(({ eventType }) => eventType === TRADE_EVENT);
  const reasons: Record<string, string> = {};
  const posted = (name: string) => {
    const sum = latest.get(name)?.sum;
    if (sum === undefined)
      reasons[name] = `no metric "${name}" was posted in the 90 days before the period's end`;
    return sum ?? null;
  };
  if (trades.length === 0) reasons.trading_volume = 'there is no trade event in the period';
  // Values add up over portfolios; risks do not.
  const risk = RISK_MEASURES.flatMap((measure) => {
    const figure = latest.get(`risk_metrics.${measure}`);
    return figure?.portfolios === 1 ? [[measure, figure.sum] as const] : [];
  });
  const several = Math.max(...[...latest.values()].map(({ portfolios }) => portfolios));
  if (risk.length === 0)
    reasons.risk_metrics =
      several > 1
        ? `there are ${several} portfolios, whose risks do not add up; ask each for its own`
        : 'no metric "risk_metrics.volatility" and its like was posted';
  return {
    portfolio_value: posted('portfolio_value'),
    // Sales may be negative amounts: the volume is what was moved either way.
    trading_volume:
      trades.length === 0
        ? null
        : dollars(sumOf(trades, ({ amountUsd, positiveUsd }) => 2 * positiveUsd - amountUsd)),
    profit_loss: posted('profit_loss'),
    risk_metrics: Object.fromEntries(risk),
    reasons,
  };
}
