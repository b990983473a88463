import type { ClusterFigures, UserClusters } from '#contracts/user-clusters';

/** What users are grouped by. */
const FEATURES = [
  { key: 'avg_events', title: 'Events', unit: '', less: 'fewer', more: 'more' },
  { key: 'avg_duration', title: 'Sessions', unit: 'min', less: 'shorter', more: 'longer' },
  { key: 'avg_pages', title: 'Pages', unit: '', less: 'fewer', more: 'more' },
  { key: 'avg_active_days', title: 'Active days', unit: '', less: 'fewer', more: 'more' },
] as const satisfies readonly { readonly key: keyof ClusterFigures; readonly [word: string]: string }[];

export type ClusterFeature = (typeof FEATURES)[number] & {
  /** Of the users of the cluster. */
  readonly mean: number;
  /** Times the mean of all users; null where that is 0. */
  readonly times: number | null;
};

export interface ClusterReading {
  readonly number: number;
  readonly users: number;
  /** Percent of all users. */
  readonly share: number;
  readonly features: readonly ClusterFeature[];
  /** What tells it from all users together, in words that follow from the figures. */
  readonly text: string;
}

/** From how many times the mean on a cluster is said to have more, and much more. */
const MORE = 1.25;
const MUCH_MORE = 2;

/** Clusters in their order, each against the mean of all users. */
export function readClusters({
  cluster_analysis: clusters,
  total_users: total,
}: Pick<UserClusters, 'cluster_analysis' | 'total_users'>): ClusterReading[] {
  const all = Object.values(clusters);
  const meansOfAll = FEATURES.map(
    ({ key }) => all.reduce((sum, own) => sum + own.size * own[key], 0) / total,
  );
  return all.map((own, place) => {
    const features = FEATURES.map((feature, at) => {
      const mean = own[feature.key];
      const ofAll = meansOfAll[at] ?? 0;
      return { ...feature, mean, times: ofAll > 0 ? mean / ofAll : null };
    });
    return {
      number: place + 1,
      users: own.size,
      share: (100 * own.size) / total,
      features,
      text: textOf(features),
    };
  });
}

/** The largest differences first, those of one degree together. */
function textOf(features: readonly ClusterFeature[]): string {
  const groups = new Map<string, string[]>();
  for (const feature of features.toSorted((a, b) => factorOf(b) - factorOf(a))) {
    const degree = degreeOf(feature);
    if (degree === null) continue;
    groups.set(degree, [...(groups.get(degree) ?? []), feature.title.toLowerCase()]);
  }
  if (groups.size === 0) return 'Close to the mean of all users in everything.';
  const said = [...groups].map(([degree, titles]) => `${degree} ${listed(titles)}`).join('; ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)} than the mean of all users.`;
}

/** How far from the mean, whichever way; what has no mean to compare with is at it. */
function factorOf({ times }: ClusterFeature): number {
  if (times === null) return 1;
  return times < 1 ? 1 / Math.max(times, 0.001) : times;
}

function degreeOf(feature: ClusterFeature): string | null {
  const factor = factorOf(feature);
  if (factor < MORE) return null;
  const word = (feature.times ?? 0) > 1 ? feature.more : feature.less;
  return factor < MUCH_MORE ? word : `much ${word}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** What a mean silhouette says, by the bounds of Kaufman and Rousseeuw (1990). */
export function silhouetteText(silhouette: number): string {
  if (silhouette > 0.7) return 'the clusters stand well apart.';
  if (silhouette > 0.5) return 'the clusters can be told apart.';
  if (silhouette > 0.25) return 'the clusters overlap; take them as tendencies, not as kinds of users.';
  return 'users fall into no clear clusters; another number of clusters may describe them better, or none.';
}
