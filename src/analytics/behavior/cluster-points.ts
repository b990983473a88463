import { countOf, kMeans, type Points, silhouette, standardise } from './k-means.ts';

export interface ClusterJob {
  readonly points: Points;
  readonly k: number;
  readonly seed: number;
}

export interface ClusteredPoints {
  readonly clusters: Int32Array;
  readonly silhouette: number;
  readonly silhouettePoints: number;
}

/** Its silhouette costs the square of the points. */
const MOST_SILHOUETTE_POINTS = 4_000;

/** Clusters standardised points; the silhouette is measured on evenly spread ones where there are many. */
export function clusterPoints({ points, k, seed }: ClusterJob): ClusteredPoints {
  const scaled = standardise(points);
  const { clusters } = kMeans(scaled, k, randomFrom(seed));
  const { dimensions } = points;
  const every = Math.ceil(countOf(points) / MOST_SILHOUETTE_POINTS);
  const places = Int32Array.from({ length: Math.ceil(countOf(points) / every) }, (_, i) => i * every);
  const some = new Float64Array(places.length * dimensions);
  for (const [i, place] of places.entries())
    some.set(scaled.values.subarray(place * dimensions, (place + 1) * dimensions), i * dimensions);
  const own = { clusters: places.map((place) => clusters[place] ?? 0) };
  return {
    clusters,
    silhouette: silhouette({ values: some, dimensions }, own, k),
    silhouettePoints: places.length,
  };
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
}
