import { expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/behavior-events.ts';
import { createBehaviorWorld, NOW, sessionsIn } from '../../../test/support/behavior-world.ts';
import { clusterPoints } from './cluster-points.ts';
import { createClusters, listAnalyses } from './clusters.ts';
import { silhouette } from './k-means.ts';

it('finds groups that lie apart, whatever their scale, and the same ones again', () => {
  const random = randomFrom(5);
  const centres = [
    [0, 0],
    [9, 0],
    [0, 9_000],
  ];
  const truth = Array.from({ length: 300 }, (_, i) => (i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2));
  const values = truth.flatMap((group) => [
    (centres[group]?.[0] ?? 0) + random(),
    (centres[group]?.[1] ?? 0) + random() * 1_000,
  ]);
  const job = { points: { values: Float64Array.from(values), dimensions: 2 }, k: 3, seed: 1 };
  const found = clusterPoints(job);
  expect([...found.clusters]).toEqual(truth);
  expect(found.silhouette).toBeGreaterThan(0.8);
  expect(clusterPoints(job)).toEqual(found);
});

it('measures the silhouette as its definition says', () => {
  const points = { values: Float64Array.from([0, 1, 5, 6, 20]), dimensions: 1 };
  const clusters = Int32Array.from([0, 0, 1, 1, 2]);
  // a and b of each point by hand; the last is alone.
  const expected = (4.5 / 5.5 + 3.5 / 4.5 + 3.5 / 4.5 + 4.5 / 5.5 + 0) / 5;
  expect(silhouette(points, { clusters }, 3)).toBeCloseTo(expected, 12);
});

it('clusters every user with a session once, and stores it', async () => {
  await using world = await createBehaviorWorld();
  await using clusters = createClusters({ ...world, pool: world.database.pool });
  const { clusters: found, period } = await clusters.analyse({ n_clusters: 3 });
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  const sessions = sessionsIn(world.events).filter(
    ({ actor, start }) => !actor.startsWith('~') && start >= from && start < to,
  );
  const all = Object.values(found.cluster_analysis);
  const total = (of: (figures: (typeof all)[number]) => number) =>
    all.reduce((sum, figures) => sum + figures.size * of(figures), 0);
  expect(all.map(({ size }) => size)).toEqual(all.map(({ size }) => size).toSorted((a, b) => b - a));
  expect(total(() => 1)).toBe(new Set(sessions.map(({ actor }) => actor)).size);
  expect(total(({ avg_events }) => avg_events)).toBeCloseTo(
    sessions.reduce((sum, { events }) => sum + events, 0),
    6,
  );
  expect(total(({ avg_pages }) => avg_pages)).toBeCloseTo(
    sessions.reduce((sum, { pageViews }) => sum + pageViews, 0),
    6,
  );
  const days = new Set(sessions.map(({ actor, start }) => `${actor} ${Math.floor(start / 86_400_000)}`));
  expect(total(({ avg_active_days }) => avg_active_days)).toBeCloseTo(days.size, 6);
  const { rows } = await world.database.pool.query<{ cluster: number; size: number }>(
    'SELECT cluster, count(*)::int AS size FROM user_clusters WHERE analysis_id = $1 GROUP BY 1 ORDER BY 1',
    [found.analysis_id],
  );
  expect(rows.map(({ size }) => size)).toEqual(all.map(({ size }) => size));
  const again = await clusters.analyse({ n_clusters: 3 });
  expect(again.clusters.cluster_analysis).toEqual(found.cluster_analysis);
  const deps = { pool: world.database.pool };
  await deps.pool.query(
    `INSERT INTO cluster_analysis (n_clusters, total_users, cluster_analysis) VALUES (2, 1, '{}')`,
  );
  const newest = await listAnalyses(deps, { limit: 2 });
  expect(newest.analyses.map(({ n_clusters }) => n_clusters)).toEqual([2, 3]);
  expect(newest.analyses[0]).toMatchObject({ period: null, simulated: null, silhouette: null });
  expect(newest.analyses[1]?.analysis_id).toBe(again.clusters.analysis_id);
  expect(newest.next).toBe(again.clusters.analysis_id);
  const oldest = await listAnalyses(deps, { before: again.clusters.analysis_id });
  const { start_date, end_date, time_zone } = period;
  expect(oldest).toMatchObject({
    analyses: [
      {
        ...found,
        computed_at: new Date(NOW).toISOString(),
        simulated: false,
        period: { start_date, end_date, time_zone },
      },
    ],
    next: null,
  });
  await expect(
    clusters.analyse({ end_date: new Date(NOW - 400 * 86_400_000).toISOString().slice(0, 10) }),
  ).rejects.toMatchObject({ code: 'insufficient-history' });
});
