import type { Performance } from '#contracts/performance';
import { byteRate, count, percent, quantity, usd } from '../../format/numbers.ts';

/** One of the platform's own figures as it is now. */
export interface CurrentFigure {
  readonly title: string;
  readonly about: string;
  readonly value: number | null;
  readonly text: string;
  readonly note: string;
  /** Why there is no figure. */
  readonly reason: string | undefined;
}

/** Machine, API, database and AI in twelve figures. */
export function currentFigures(performance: Performance): CurrentFigure[] {
  const {
    system_metrics: system,
    api_metrics: api,
    database_metrics: database,
    ai_metrics: ai,
  } = performance;
  const { connection_pool: pool, query_performance: queries } = database;
  const figure = (
    name: string,
    title: string,
    value: number | null,
    text: string,
    note: string,
    about: string,
  ): CurrentFigure => ({ title, about, value, text, note, reason: performance.reasons[name] });
  return [
    figure(
      'cpu_usage',
      'CPU',
      system.cpu_usage,
      percent(system.cpu_usage, 1),
      'All cores',
      'Busy share of all cores over the last minute.',
    ),
    figure(
      'memory_usage',
      'Memory',
      system.memory_usage,
      percent(system.memory_usage, 1),
      'Of the machine',
      'Used share of the memory.',
    ),
    figure(
      'disk_usage',
      'Disk',
      system.disk_usage,
      percent(system.disk_usage, 1),
      'Data volume',
      'Used share of the volume that holds the data.',
    ),
    figure(
      'network_usage',
      'Network',
      system.network_usage,
      byteRate(system.network_usage),
      'In and out',
      'Bytes per second, in and out together.',
    ),
    figure(
      'request_rate',
      'Requests',
      api.request_rate,
      quantity(api.request_rate, '/s'),
      byteRate(api.throughput),
      'Requests answered per second over the last minute, and the bytes of the answers.',
    ),
    figure(
      'response_time',
      'Response time',
      api.response_time,
      quantity(api.response_time, 'ms'),
      'Mean of a minute',
      'Mean time from request to answer over the last minute. Percentiles stand with each route.',
    ),
    figure(
      'error_rate',
      'Errors',
      api.error_rate,
      percent(api.error_rate),
      'Status 5xx',
      'Share of answers with status 5xx over the last minute.',
    ),
    figure(
      'connection_pool',
      'Connections',
      pool.total,
      count(pool.total),
      `${count(pool.idle)} idle, ${count(pool.waiting)} waiting`,
      'Connections of this process to the database, and requests that wait for one.',
    ),
    figure(
      'transactions_per_second',
      'Transactions',
      queries.transactions_per_second,
      quantity(queries.transactions_per_second, '/s'),
      `Commit ${quantity(queries.commit_ms, 'ms')}`,
      'Transactions of the database per second, and the mean time of an ingest commit.',
    ),
    figure(
      'cache_hit_rate',
      'Cache hits',
      database.cache_hit_rate,
      percent(database.cache_hit_rate, 1),
      `Buffers ${percent(queries.buffer_hit_rate, 1)}`,
      'Share of answers that came from this process’s cache, and of block reads that PostgreSQL served from memory.',
    ),
    figure(
      'replication_lag',
      'Replication lag',
      database.replication_lag,
      quantity(database.replication_lag, 's'),
      `${count(queries.deadlocks)} deadlocks`,
      'Seconds that the slowest replica is behind the writer.',
    ),
    figure(
      'ai_requests',
      'AI requests',
      ai.requests,
      count(ai.requests),
      `${count(ai.failures)} failed, ${usd(ai.cost_usd)}`,
      'Requests through the AI router in the last 24 hours, how many failed and what they cost.',
    ),
  ];
}
