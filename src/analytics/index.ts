export { type AnalyticsRoom, createAnalyticsRoom } from './analytics-room.ts';
export type { Dashboard } from './dashboards.ts';
export type { Ingest } from './ingest/ingest.ts';
