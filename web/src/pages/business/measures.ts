import type { RevenueAnalytics, UserAnalytics } from '#contracts/analytics';
import { compact, count, percent, quantity, usd } from '../../format/numbers.ts';

/** Figures of one period. */
export interface Figures {
  readonly revenue: RevenueAnalytics;
  readonly users: UserAnalytics;
}

interface MeasureKind {
  readonly title: string;
  /** Name of the definition. */
  readonly defines: string;
  readonly read: (figures: Figures) => number | null;
  readonly format: (value: number | null) => string;
  /** A difference of two percentages is in points, everything else changes in percent. */
  readonly change: 'percent' | 'points';
  readonly lessIsBetter?: boolean;
}

const share = (value: number | null) => percent(value, 1);
const money = (value: number | null) => (Math.abs(value ?? 0) < 1e6 ? usd(value) : `$${compact(value)}`);
const minutes = (value: number | null) => quantity(value, 'min');

const KINDS: readonly MeasureKind[] = [
  {
    title: 'Revenue',
    defines: 'total_revenue',
    read: ({ revenue }) => revenue.total_revenue,
    format: money,
    change: 'percent',
  },
  {
    title: 'Per active user',
    defines: 'revenue_per_active_user',
    read: ({ revenue }) => revenue.revenue_per_active_user,
    format: money,
    change: 'percent',
  },
  {
    title: 'Paying users',
    defines: 'revenue_per_paying_user',
    read: ({ revenue }) => revenue.paying_users,
    format: count,
    change: 'percent',
  },
  {
    title: 'Active users',
    defines: 'active_users',
    read: ({ users }) => users.active_users,
    format: count,
    change: 'percent',
  },
  {
    title: 'New users',
    defines: 'new_users',
    read: ({ users }) => users.new_users,
    format: count,
    change: 'percent',
  },
  {
    title: 'All users',
    defines: 'total_users',
    read: ({ users }) => users.total_users,
    format: count,
    change: 'percent',
  },
  {
    title: 'Retention',
    defines: 'user_retention',
    read: ({ users }) => users.user_retention,
    format: share,
    change: 'points',
  },
  {
    title: 'Active share',
    defines: 'active_share',
    read: ({ users }) => users.active_share,
    format: share,
    change: 'points',
  },
  {
    title: 'Conversion',
    defines: 'conversion_rate',
    read: ({ users }) => users.conversion_rate,
    format: share,
    change: 'points',
  },
  {
    title: 'Sessions',
    defines: 'sessions',
    read: ({ users }) => users.sessions,
    format: count,
    change: 'percent',
  },
  {
    title: 'Session length',
    defines: 'session_duration',
    read: ({ users }) => users.session_duration,
    format: minutes,
    change: 'percent',
  },
  {
    title: 'Bounce rate',
    defines: 'bounce_rate',
    read: ({ users }) => users.bounce_rate,
    format: share,
    change: 'points',
    lessIsBetter: true,
  },
];

/** A figure of the period beside the same figure of the period before. */
export interface Measure {
  readonly title: string;
  readonly defines: string;
  readonly value: number | null;
  readonly text: string;
  readonly before: number | null;
  readonly beforeText: string;
  /** In percent of the figure before, or in percentage points. */
  readonly change: number | null;
  readonly changeIn: 'percent' | 'points';
  readonly lessIsBetter: boolean;
}

/** Every figure, with the one before where that is known. */
export function measuresOf(now: Figures, before: Figures | undefined): Measure[] {
  return KINDS.map((kind) => {
    const value = kind.read(now);
    const old = before === undefined ? null : kind.read(before);
    return {
      title: kind.title,
      defines: kind.defines,
      value,
      text: kind.format(value),
      before: old,
      beforeText: kind.format(old),
      change: kind.change === 'points' ? difference(value, old) : growth(value, old),
      changeIn: kind.change,
      lessIsBetter: kind.lessIsBetter ?? false,
    };
  });
}

/** 100 × (now − before) / before; nothing to divide by makes no growth. */
export function growth(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : (100 * (now - before)) / before;
}

function difference(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : now - before;
}
