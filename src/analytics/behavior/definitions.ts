/** What each figure of user behaviour means, sent along with it. */
export const BEHAVIOR_DEFINITIONS: Readonly<Record<string, string>> = {
  user_segments:
    'Active users of the period by their newest experience_level in it (property or context); where none was given by sessions started in the 30 days before the period’s end: under 3 beginners, 3–9 intermediate, 10–24 advanced, from 25 professional',
  peak_hours:
    'The three local hours with the most active users, counted by quarter hour and summed over the period',
  popular_features:
    'Active users with at least one event of a feature, in percent of all active users; an event without properties.feature counts for its page. The 10 with most users',
  user_journey:
    'First pages of the sessions started in the period, repeats in a row left out; the 10 most frequent paths of up to 4 pages',
  drop_off_points:
    'Pages by exits in percent of their views, in sessions started in the period; pages with 30 views or more, the 10 highest',
  session_frequency: 'Sessions of known users started in the period / active users / weeks of the period',
  feature_usage: 'Events that users caused by properties.feature; the 50 most used',
  content_consumption: 'Page views that users caused by the first part of the path; the 50 most viewed',
  social_interactions: 'Events share, follow, comment and like',
  conversion_funnel:
    'Distinct known users with, in the period: visitors a page view, registered user_registration, active user_login, premium premium_upgrade; each counted by itself',
};

/** What each figure of a funnel means. */
export const FUNNEL_DEFINITIONS: Readonly<Record<string, string>> = {
  users:
    'Known users with events in the period that fit the steps up to this one, within the window from the first; each step needs an event of its own, except unordered, where any so many of the steps count',
  order:
    'ordered: one after another, events of one millisecond as they arrived; strict: and no other stored event of the user between; unordered: in any order',
  median_seconds: 'Median over the users of the step of their shortest time from first step to this one',
};

/** What each figure of active users by day means. */
export const ACTIVE_DEFINITIONS: Readonly<Record<string, string>> = {
  daily: 'Distinct users with at least one event that they caused on the local day',
  weekly:
    'Distinct users with at least one event that they caused in the 7 local days that end with this one',
  monthly:
    'Distinct users with at least one event that they caused in the 30 local days that end with this one',
  stickiness: 'daily in percent of monthly',
};

/** What each figure of live users means. */
export const LIVE_DEFINITIONS: Readonly<Record<string, string>> = {
  live_users:
    'Known users, and sessions of unknown visitors, with at least one event they caused in the last 5 minutes; events of clocks that run ahead count when their time has come',
  by_minute:
    'Different users and visitors with an event they caused in each of the last 30 minutes; the last minute is under way',
  pages:
    'Live users and visitors by the page of their newest page view in the last 30 minutes; those without one are on no page',
  last_seen: 'The newest event, up to now, that a user or visitor caused',
};
