export { type AnalyticsRoom, createAnalyticsRoom } from './analytics-room.ts';
export type { Dashboard } from './dashboards.ts';
