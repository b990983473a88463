import { count, NO_FIGURE, percent, quantity } from '../../format/numbers.ts';
import type { ClusterFeature, ClusterReading } from './clusters.ts';

/** One card a cluster, all by the same measure, so that cards can be compared. */
export function ClusterCards({ clusters }: { readonly clusters: readonly ClusterReading[] }) {
  return (
    <>
      <ol className="grid gap-3 pt-3 sm:grid-cols-2 xl:grid-cols-3">
        {clusters.map((cluster) => (
          <li key={cluster.number} className="flex flex-col gap-2 rounded-md border border-line p-3">
            <div className="flex items-baseline justify-between gap-2">
              <h3 className="text-sm font-semibold">Cluster {cluster.number}</h3>
              <span className="text-sm">
                {percent(cluster.share, 1)} <span className="text-muted">{count(cluster.users)} users</span>
              </span>
            </div>
            <div className="h-2 rounded-sm bg-sunken">
              <div
                className="h-full min-w-px rounded-sm bg-accent opacity-85"
                style={{ width: `${cluster.share}%` }}
              />
            </div>
            <p className="min-h-10 text-sm text-muted">{cluster.text}</p>
            <dl className="flex flex-col gap-1.5">
              {cluster.features.map((feature) => (
                <FeatureRow key={feature.key} feature={feature} />
              ))}
            </dl>
          </li>
        ))}
      </ol>
      <p className="pt-3 text-xs text-muted">
        Means of a user of the cluster. The line in the middle of a bar is the mean of all users; its ends are
        a quarter of it and four times as much.
      </p>
    </>
  );
}

/** Halving and doubling are as long as each other; four times is the end of the scale. */
const DOUBLINGS = 2;

function FeatureRow({ feature: { title, unit, mean, times } }: { readonly feature: ClusterFeature }) {
  return (
    <div className="grid grid-cols-[5rem_1fr_4rem_3.5rem] items-center gap-2 text-xs">
      <dt className="text-muted">{title}</dt>
      <dd aria-hidden="true">
        <Bar times={times} />
      </dd>
      <dd className="text-right whitespace-nowrap">{quantity(mean, unit).trim()}</dd>
      <dd className="text-right whitespace-nowrap text-muted">
        {times === null ? NO_FIGURE : `${times.toFixed(2)}×`}
        <span className="sr-only"> the mean of all users</span>
      </dd>
    </div>
  );
}

function Bar({ times }: { readonly times: number | null }) {
  const doublings = times === null ? 0 : Math.log2(Math.max(times, 2 ** -DOUBLINGS));
  const length = (50 * Math.min(DOUBLINGS, Math.abs(doublings))) / DOUBLINGS;
  const start = doublings < 0 ? 50 - length : 50;
  return (
    <div className="relative h-3 rounded-sm bg-sunken">
      <div
        className="absolute inset-y-0 rounded-sm bg-accent opacity-85"
        style={{ left: `${start}%`, width: `${length}%` }}
      />
      <div className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
    </div>
  );
}
