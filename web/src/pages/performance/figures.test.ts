import { describe, expect, it } from 'vitest';
import type { Performance } from '#contracts/performance';
import { currentFigures } from './figures.ts';

const performance: Performance = {
  system_metrics: { cpu_usage: 12.34, memory_usage: 50, disk_usage: 70, network_usage: 1_520_000 },
  api_metrics: { request_rate: 3.5, response_time: null, error_rate: null, throughput: 900 },
  database_metrics: {
    connection_pool: { total: 6, idle: 5, waiting: 0 },
    query_performance: {
      transactions_per_second: 7.5,
      commit_ms: 15.49,
      longest_running_ms: null,
      buffer_hit_rate: 99.98,
      deadlocks: 0,
    },
    cache_hit_rate: 8.4,
    replication_lag: null,
  },
  infrastructure_metrics: {
    ecs_tasks: null,
    alb_health: null,
    cloudfront_hits: null,
    lambda_invocations: null,
  },
  ai_metrics: { requests: 4, failures: 1, average_latency_ms: 400, cost_usd: 0.000124 },
  reasons: { replication_lag: 'no replica follows this database', response_time: 'no request' },
  series: {},
  meta: { as_of: '2026-11-25T17:00:00.000Z', source: 'samples', simulated: false },
};

const find = (title: string) => currentFigures(performance).find((figure) => figure.title === title);

describe('the figures of the platform', () => {
  it('carry their units', () => {
    expect(find('CPU')?.text).toBe('12.3%');
    expect(find('Network')?.text).toBe('1.52 MB/s');
    expect(find('Connections')?.note).toBe('5 idle, 0 waiting');
    expect(find('AI requests')?.note).toBe('1 failed, $0.000124');
  });

  it('say why one is missing, and only then', () => {
    expect(find('Replication lag')).toMatchObject({
      text: '—',
      value: null,
      reason: 'no replica follows this database',
    });
    expect(find('CPU')?.reason).toBeUndefined();
  });

  it('fill rows of two, three and six, each with a definition', () => {
    const figures = currentFigures(performance);
    expect(figures.length % 6).toBe(0);
    expect(figures.every(({ about }) => about.length > 20)).toBe(true);
  });
});
