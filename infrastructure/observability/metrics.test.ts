import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Cache, createTelemetry, type Database } from '#platform';

const HERE = import.meta.dirname;
const DASHBOARDS = join(HERE, 'dashboards');
/** Written by Prometheus itself about every target. */
const OWN = new Set(['up']);

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

const panels = readdirSync(DASHBOARDS).flatMap((name) =>
  (JSON.parse(readFileSync(join(DASHBOARDS, name), 'utf8')) as Dashboard).panels.flatMap(
    ({ title, targets }) => targets.map(({ expr }) => [title, expr] as const),
  ),
);
const alerts = [
  ...readFileSync(join(HERE, 'alerts.yaml'), 'utf8').matchAll(/alert: (\w+)\n\s+expr: (.+)/g),
].map((it) => [it[1] ?? '', it[2] ?? ''] as const);

/** The metric names of an expression: what is left without functions, labels, windows and words. */
function metricsOf(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\bby\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/\b[a-z]\w*\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !['by', 'le'].includes(name));
}

async function offered(): Promise<Set<string>> {
  const cache = { statistics: { hits: 1, misses: 1 } } as unknown as Cache;
  const database = { pool: { totalCount: 1, waitingCount: 0 } } as unknown as Database;
  const { registry, observeRequest } = createTelemetry(cache, database);
  observeRequest({ method: 'GET', route: '/health', status: 200, seconds: 0.01, bytes: 10 });
  const text = await registry.metrics();
  return new Set([...text.matchAll(/^([a-z_]\w*)(?:\{|\s)/gm)].map((it) => it[1] ?? ''));
}

describe('dashboards and alerts', () => {
  it.each([...panels, ...alerts])('%s asks for what /metrics offers', async (_, expression) => {
    const names = metricsOf(expression);
    expect(names.length).toBeGreaterThan(0);
    const metrics = await offered();
    expect(names.filter((name) => !metrics.has(name) && !OWN.has(name))).toEqual([]);
  });

  it('are all there, and every alert names a runbook that exists', () => {
    expect([panels.length, alerts.length]).toEqual([10, 5]);
    const text = readFileSync(join(HERE, 'alerts.yaml'), 'utf8');
    const runbooks = [...text.matchAll(/runbook: (\S+)/g)].map((it) => it[1] ?? '');
    expect(runbooks).toHaveLength(alerts.length);
    for (const path of runbooks) expect(readFileSync(join(HERE, '..', '..', path), 'utf8')).toMatch(/^# /);
  });
});
