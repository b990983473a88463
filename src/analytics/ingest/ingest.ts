import { availableParallelism } from 'node:os';
import { BehaviorItem, EventItem, MetricItem } from '#contracts/ingest';
import type { Bus, Clock, Database, Logger } from '#platform';
import { committedNotices } from './committed.ts';
import { toBehaviorRow, toEventRow, toMetricRow } from './prepare.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { BehaviorRow, EventRow, MetricRow } from './rows.ts';
import { BEHAVIOR, EVENTS, METRICS } from './tables.ts';
import { BatchWriter } from './writer.ts';

export interface IngestDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bus: Bus;
  /** Days that rows are kept. */
  readonly retentionDays: number;
}

/** Everything that takes rows in: one group-committing writer for each table. */
export interface Ingest extends AsyncDisposable {
  readonly events: Recorder<EventRow>;
  readonly behavior: Recorder<BehaviorRow>;
  readonly metrics: Recorder<MetricRow>;
  /** Rows straight to the writers, for what this process measures itself. */
  writeMetrics(rows: readonly MetricRow[]): Promise<unknown>;
  readonly statistics: IngestStatistics;
}

export interface IngestStatistics {
  readonly queuedRows: number;
  /** Mean milliseconds of the last commits; null before the first. */
  readonly commitMs: number | null;
}

const SMOOTHING = 0.1;

export function createIngest(deps: IngestDeps): Ingest {
  const { database, clock, logger, bus } = deps;
  const lanes = Math.min(8, 2 * availableParallelism());
  const notices = committedNotices(bus);
  let commitMs: number | null = null;
  const timed =
    <Row>(tell: (rows: readonly Row[]) => void) =>
    (committed: { rows: readonly Row[]; commitMs: number }) => {
      commitMs =
        commitMs === null ? committed.commitMs : commitMs + SMOOTHING * (committed.commitMs - commitMs);
      tell(committed.rows);
    };
  const common = { address: database.address, clock, logger, lanes };
  const events = new BatchWriter(EVENTS, { ...common, onCommitted: timed(notices.events) });
  const behavior = new BatchWriter(BEHAVIOR, { ...common, onCommitted: timed(notices.events) });
  const metrics = new BatchWriter(METRICS, { ...common, lanes: 2, onCommitted: timed(notices.metrics) });
  return {
    events: createRecorder({
      schema: EventItem,
      toRow: toEventRow,
      write: (rows) => events.write(rows),
    }),
    behavior: createRecorder({
      schema: BehaviorItem,
      toRow: toBehaviorRow,
      write: (rows) => behavior.write(rows),
    }),
    metrics: createRecorder({
      schema: MetricItem,
      toRow: toMetricRow,
      write: (rows) => metrics.write(rows),
    }),
    writeMetrics: (rows) => metrics.write(rows),
    get statistics() {
      return { queuedRows: events.queuedRows + behavior.queuedRows + metrics.queuedRows, commitMs };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([events, behavior, metrics].map((writer) => writer[Symbol.asyncDispose]()));
      notices[Symbol.dispose]();
    },
  };
}
