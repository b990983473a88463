export { type AnalyticsRoom, createAnalyticsRoom } from './analytics-room.ts';
export type { Dashboard } from './dashboards.ts';
export { type EventsReport, importEvents } from './import/import-events.ts';
export { createIngest, type Ingest } from './ingest/ingest.ts';
export { type MetricSeries, readMetricSeries, type SeriesRequest } from './series/metric-series.ts';
export { createUpkeepJob, RETENTION_DAYS } from './upkeep/upkeep.ts';
