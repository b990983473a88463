import type { AnalyticsMeta, Period } from '#contracts/analytics';
import type {
  ClusterAnalysesAnswer,
  ClusterAnalysesQuery,
  ClusterFigures,
  ClusterOrder,
  UserClusters,
} from '#contracts/user-clusters';
import { DomainError, startWorkerThread } from '#platform';
import type { ClusteredPoints, ClusterJob } from './cluster-points.ts';
import { readAnalyses, readUserFeatures, saveClusters, type UserFeatures } from './cluster-store.ts';
import { type BehaviorDeps, openPeriod } from './opened-period.ts';

const SEED = 42;
const TIME_LIMIT_MS = 60_000;
const DEFINITIONS = {
  clusters:
    'k-means over users with a session that started in the period, by events, mean session minutes, page views and active days, each standardised to mean 0 and deviation 1; the best of five starts by k-means++ with a fixed seed',
  silhouette:
    'Mean silhouette over standardised features, on 4,000 evenly chosen users at most; near 0 where clusters overlap',
};

const LISTED = 20;

/** What was analysed before, newest first. */
export async function listAnalyses(
  { pool }: Pick<BehaviorDeps, 'pool'>,
  { limit = LISTED, before }: ClusterAnalysesQuery,
): Promise<Pick<ClusterAnalysesAnswer, 'analyses' | 'next' | 'definitions'>> {
  // One more than asked for tells whether there are more.
  const found = await readAnalyses(pool, { limit: limit + 1, before });
  const analyses = found.slice(0, limit);
  const next = found.length > limit ? (analyses.at(-1)?.analysis_id ?? null) : null;
  return { analyses, next, definitions: DEFINITIONS };
}

export interface Clusters extends AsyncDisposable {
  /** Throws `insufficient-history` where fewer different users were active than clusters are wanted. */
  analyse(order: ClusterOrder): Promise<{ clusters: UserClusters; period: Period; meta: AnalyticsMeta }>;
}

/** Clusters of users, computed on a thread of its own and stored. */
export function createClusters(deps: BehaviorDeps): Clusters {
  const thread = startWorkerThread<ClusterJob>(new URL('./clusters-worker.ts', import.meta.url), {
    name: 'The clustering of users',
    timeLimitMs: TIME_LIMIT_MS,
    fix: 'Ask for fewer clusters or a shorter period.',
  });
  return {
    async analyse({ n_clusters: k = 5, ...query }) {
      const answer = { source: 'sessions of the period', definitions: DEFINITIONS, where: '' };
      const { period, meta } = await openPeriod(deps, query, answer);
      const users = await readUserFeatures(deps.pool, period, period.timeZone);
      const rows = users.map(({ events, duration, pages, activeDays }) => [
        events,
        duration,
        pages,
        activeDays,
      ]);
      const different = new Set(rows.map(String)).size;
      if (different < k) throw tooFew(different, users.length, k);
      const points = { values: Float64Array.from(rows.flat()), dimensions: 4 };
      const { clusters, silhouette, silhouettePoints } = await thread.run<ClusteredPoints>({
        points,
        k,
        seed: SEED,
      });
      const figures = figuresOf(users, clusters, k);
      const id = await saveClusters(deps.pool, {
        k,
        seed: SEED,
        silhouette,
        silhouetteUsers: silhouettePoints,
        figures,
        users,
        clusters,
        period: period.wire,
        meta,
      });
      return {
        clusters: {
          analysis_id: id,
          n_clusters: k,
          total_users: users.length,
          cluster_analysis: figures,
          silhouette,
          silhouette_users: silhouettePoints,
        },
        period: period.wire,
        meta,
      };
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}

function figuresOf(
  users: readonly UserFeatures[],
  clusters: Int32Array,
  k: number,
): Record<string, ClusterFigures> {
  const members: UserFeatures[][] = Array.from({ length: k }, () => []);
  for (const [place, user] of users.entries()) members[clusters[place] ?? 0]?.push(user);
  return Object.fromEntries(
    members.map((own, cluster) => {
      const average = (of: (user: UserFeatures) => number) =>
        own.reduce((sum, user) => sum + of(user), 0) / Math.max(own.length, 1);
      const figures = {
        size: own.length,
        avg_events: average(({ events }) => events),
        avg_duration: average(({ duration }) => duration),
        avg_pages: average(({ pages }) => pages),
        avg_active_days: average(({ activeDays }) => activeDays),
      };
      return [String(cluster), figures];
    }),
  );
}

function tooFew(different: number, users: number, k: number): DomainError {
  return new DomainError(
    'insufficient-history',
    `${users} users had sessions in the period, ${different} of them different from each other: too few for ${k} clusters. Ask for fewer clusters or a longer period.`,
  );
}
