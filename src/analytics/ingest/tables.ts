import { enqueueSql, type IngestTable, instantText } from './ingest-table.ts';
import { decimalOf } from './money.ts';
import type { BehaviorRow, EventRow, MetricRow } from './rows.ts';
import { EventTally, MetricTally } from './tally.ts';

export const EVENTS: IngestTable<EventRow> = {
  name: 'analytics_events',
  columns: [
    { name: 'event_id', type: 'text', of: (row) => row.id },
    { name: 'timestamp', type: 'timestamptz', of: (row) => instantText(row.at) },
    { name: 'event_type', type: 'text', of: (row) => row.eventType },
    { name: 'user_id', type: 'text', of: (row) => row.userId },
    { name: 'session_id', type: 'text', of: (row) => row.sessionId },
    {
      name: 'amount_usd',
      type: 'numeric',
      of: ({ amountMicros }) => (amountMicros === null ? null : decimalOf(amountMicros)),
    },
    { name: 'properties', type: 'jsonb', of: (row) => row.properties },
    { name: 'context', type: 'jsonb', of: (row) => row.context },
    { name: 'simulated', type: 'boolean', of: (row) => (row.simulated ? 't' : 'f') },
  ],
  derive(rows, batch) {
    const tally = new EventTally(batch.nowMs);
    for (const row of rows) tally.add('event', row.eventType, row.at, row.amountMicros);
    return [...tally.toSql(batch.shard), enqueueSql('events', rows, batch)];
  },
};

export const BEHAVIOR: IngestTable<BehaviorRow> = {
  name: 'user_behavior',
  columns: [
    { name: 'event_id', type: 'text', of: (row) => row.id },
    { name: 'timestamp', type: 'timestamptz', of: (row) => instantText(row.at) },
    { name: 'event_type', type: 'text', of: (row) => row.eventType },
    { name: 'user_id', type: 'text', of: (row) => row.userId },
    { name: 'session_id', type: 'text', of: (row) => row.sessionId },
    { name: 'page', type: 'text', of: (row) => row.page },
    { name: 'action', type: 'text', of: (row) => row.action },
    {
      name: 'duration',
      type: 'double precision',
      of: ({ duration }) => (duration === null ? null : String(duration)),
    },
    { name: 'properties', type: 'jsonb', of: (row) => row.properties },
    { name: 'simulated', type: 'boolean', of: (row) => (row.simulated ? 't' : 'f') },
  ],
  derive(rows, batch) {
    const tally = new EventTally(batch.nowMs);
    for (const row of rows) tally.add('behavior', row.eventType, row.at, null);
    return [...tally.toSql(batch.shard), enqueueSql('behavior', rows, batch)];
  },
};

export const METRICS: IngestTable<MetricRow> = {
  name: 'analytics_metrics',
  columns: [
    { name: 'metric_id', type: 'text', of: (row) => row.id },
    { name: 'timestamp', type: 'timestamptz', of: (row) => instantText(row.at) },
    { name: 'name', type: 'text', of: (row) => row.name },
    { name: 'value', type: 'double precision', of: (row) => String(row.value) },
    { name: 'metric_type', type: 'text', of: (row) => row.metricType },
    { name: 'labels', type: 'jsonb', of: (row) => row.labels },
    { name: 'metadata', type: 'jsonb', of: (row) => row.metadata },
    { name: 'simulated', type: 'boolean', of: (row) => (row.simulated ? 't' : 'f') },
  ],
  derive(rows, batch) {
    const tally = new MetricTally(batch.nowMs);
    for (const row of rows) tally.add(row.name, row.at, row.value);
    return tally.toSql(batch.shard);
  },
};
