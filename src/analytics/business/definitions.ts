/** What each figure means, sent along with it. Periods are half-open; a ratio over nothing is null. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  total_revenue:
    'Sum of the signed amounts of revenue events in USD, refunds and chargebacks below zero, the rate of other currencies fixed at ingest',
  revenue_growth:
    '100 × (this period − previous period) / previous period; previous is as long and directly before',
  revenue_per_user: 'total_revenue / total_users',
  revenue_per_active_user: 'total_revenue / active_users',
  revenue_per_paying_user: 'total_revenue / users with at least one positive payment in the period',
  total_users: 'Users first seen before the period’s end, however long their events are gone',
  new_users: 'Users first seen in the period',
  active_users: 'Distinct users with at least one event that they caused',
  user_retention: 'Percent of the previous period’s active users who were active again',
  active_share: 'active_users in percent of total_users',
  sessions:
    'Stretches of one user’s events without a pause over 30 minutes, 24 hours at most; counted where they start',
  session_duration:
    'Mean minutes from first to last event over the sessions started in the period; a single event lasts 0',
  bounce_rate:
    'Percent of the sessions with a page view that have exactly one, no interaction and last under 10 seconds',
  conversion_rate:
    'Users with the goal event in percent of active_users; the goal is purchase unless asked otherwise',
  trading_volume: 'Sum of |amount| of trade events in the period',
  portfolio_value: 'Newest posted value of each portfolio, added up',
};
