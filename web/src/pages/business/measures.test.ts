import { describe, expect, it } from 'vitest';
import type { RevenueAnalytics, UserAnalytics } from '#contracts/analytics';
import { type Figures, growth, measuresOf } from './measures.ts';

function figures(change: Partial<RevenueAnalytics> & Partial<UserAnalytics> = {}): Figures {
  const revenue = {
    total_revenue: 2058.3,
    previous_revenue: 1531.6,
    revenue_growth: 34.39,
    revenue_per_user: 4.9,
    revenue_per_active_user: 5.13,
    revenue_per_paying_user: 30.72,
    paying_users: 67,
    revenue_trend: [],
    refunds: 0,
    purchases: 88,
    average_purchase: 24.17,
    by_day: [],
    by_type: [],
  };
  const users = {
    total_users: 420,
    active_users: 401,
    new_users: 197,
    previous_active_users: 217,
    previous_new_users: 146,
    active_users_growth: 84.79,
    user_retention: 91.2,
    active_share: 95.5,
    sessions: 1492,
    session_duration: 5.78,
    page_views: 7192,
    bounce_rate: 14.7,
    conversion_rate: 10.2,
    converting_users: 41,
    goal: 'purchase',
    by_day: [],
  };
  return { revenue: { ...revenue, ...change }, users: { ...users, ...change } };
}

const find = (title: string, now: Figures, before: Figures | undefined) =>
  measuresOf(now, before).find((measure) => measure.title === title);

describe('a figure beside the one before', () => {
  it('changes in percent of the figure before, as the server counts growth', () => {
    const now = figures();
    const measure = find('Revenue', now, figures({ total_revenue: 1531.6 }));
    expect(measure?.change).toBeCloseTo(now.revenue.revenue_growth ?? Number.NaN, 2);
    expect(measure?.text).toMatch(/2,?.?058/);
  });

  it('changes in points where it is a percentage', () => {
    const measure = find('Retention', figures(), figures({ user_retention: 92.2 }));
    expect(measure?.changeIn).toBe('points');
    expect(measure?.change).toBeCloseTo(-1, 6);
  });

  it('has no change where nothing was before, nothing is now, or nothing is compared', () => {
    expect(find('Revenue', figures(), figures({ total_revenue: 0 }))?.change).toBeNull();
    expect(find('Bounce rate', figures({ bounce_rate: null }), figures())?.change).toBeNull();
    expect(
      measuresOf(figures(), undefined).every(({ before, change }) => before === null && change === null),
    ).toBe(true);
  });

  it('knows where less is better', () => {
    const better = measuresOf(figures(), undefined).filter(({ lessIsBetter }) => lessIsBetter);
    expect(better.map(({ title }) => title)).toEqual(['Bounce rate']);
  });

  it('fills rows of two, three and six', () => {
    expect(measuresOf(figures(), undefined).length % 6).toBe(0);
  });
});

describe('growth', () => {
  it('of nothing is no growth, and of a loss is signed', () => {
    expect(growth(5, 0)).toBeNull();
    expect(growth(50, 100)).toBe(-50);
    expect(growth(0, 10)).toBe(-100);
  });
});
