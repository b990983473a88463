/** Points side by side: point i has its coordinates at i × dimensions. */
export interface Points {
  readonly values: Float64Array;
  readonly dimensions: number;
}

export interface Clustering {
  /** Number of the cluster of each point; 0 is the largest. */
  readonly clusters: Int32Array;
  readonly inertia: number;
}

const ROUNDS = 100;
const STARTS = 5;

export const countOf = ({ values, dimensions }: Points): number => values.length / dimensions;

/** Each dimension with mean 0 and deviation 1; one that is the same everywhere becomes 0. */
export function standardise(points: Points): Points {
  const { values, dimensions } = points;
  const count = countOf(points);
  const scaled = new Float64Array(values.length);
  for (let d = 0; d < dimensions; d += 1) {
    let sum = 0;
    for (let i = d; i < values.length; i += dimensions) sum += values[i] ?? 0;
    const mean = sum / count;
    let squares = 0;
    for (let i = d; i < values.length; i += dimensions) squares += ((values[i] ?? 0) - mean) ** 2;
    const deviation = Math.sqrt(squares / count);
    for (let i = d; i < values.length; i += dimensions)
      scaled[i] = deviation === 0 ? 0 : ((values[i] ?? 0) - mean) / deviation;
  }
  return { values: scaled, dimensions };
}

/**
 * The best of several runs of Lloyd's k-means from k-means++ seeds (Arthur and Vassilvitskii 2007). `random` gives
 * numbers in [0, 1). There must be at least `k` different points.
 */
export function kMeans(points: Points, k: number, random: () => number): Clustering {
  let best: Clustering | undefined;
  for (let start = 0; start < STARTS; start += 1) {
    const run = settle(points, seeds(points, k, random));
    if (best === undefined || run.inertia < best.inertia) best = run;
  }
  if (best === undefined) throw new RangeError('k-means without a start');
  return { ...best, clusters: largestFirst(best.clusters, k) };
}

function squaredDistance(a: Points, i: number, b: Points, j: number): number {
  const { dimensions } = a;
  let sum = 0;
  for (let d = 0; d < dimensions; d += 1)
    sum += ((a.values[i * dimensions + d] ?? 0) - (b.values[j * dimensions + d] ?? 0)) ** 2;
  return sum;
}

/** Each next centre is a point chosen with a chance that grows with its squared distance to the centres so far. */
function seeds(points: Points, k: number, random: () => number): Points {
  const { values, dimensions } = points;
  const count = countOf(points);
  const centres: Points = { values: new Float64Array(k * dimensions), dimensions };
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(random() * count);
  for (let centre = 0; centre < k; centre += 1) {
    centres.values.set(values.subarray(chosen * dimensions, (chosen + 1) * dimensions), centre * dimensions);
    let total = 0;
    for (let i = 0; i < count; i += 1) {
      nearest[i] = Math.min(nearest[i] ?? 0, squaredDistance(points, i, centres, centre));
      total += nearest[i] ?? 0;
    }
    chosen = pick(nearest, random() * total);
  }
  return centres;
}

/** The place at which the running sum of weights passes `mark`; never one without weight where any has some. */
function pick(weights: Float64Array, mark: number): number {
  let sum = 0;
  let chosen = 0;
  for (const [i, weight] of weights.entries()) {
    if (weight === 0) continue;
    chosen = i;
    sum += weight;
    if (sum > mark) break;
  }
  return chosen;
}

function settle(points: Points, centres: Points): Clustering {
  const clusters = new Int32Array(countOf(points)).fill(-1);
  for (let round = 0; ; round += 1) {
    const { moved, inertia } = assign(points, centres, clusters);
    if (!moved || round === ROUNDS) return { clusters, inertia };
    moveCentres(points, centres, clusters);
  }
}

function assign(points: Points, centres: Points, clusters: Int32Array): { moved: boolean; inertia: number } {
  const k = countOf(centres);
  let moved = false;
  let inertia = 0;
  for (let i = 0; i < clusters.length; i += 1) {
    let own = 0;
    let shortest = Number.POSITIVE_INFINITY;
    for (let centre = 0; centre < k; centre += 1) {
      const distance = squaredDistance(points, i, centres, centre);
      if (distance >= shortest) continue;
      shortest = distance;
      own = centre;
    }
    if (clusters[i] !== own) moved = true;
    clusters[i] = own;
    inertia += shortest;
  }
  return { moved, inertia };
}

/** Each centre becomes the mean of its points; one that lost them all stays where it is. */
function moveCentres({ values, dimensions }: Points, centres: Points, clusters: Int32Array): void {
  const sums = new Float64Array(centres.values.length);
  const sizes = new Int32Array(countOf(centres));
  for (const [i, cluster] of clusters.entries()) {
    sizes[cluster] = (sizes[cluster] ?? 0) + 1;
    for (let d = 0; d < dimensions; d += 1)
      sums[cluster * dimensions + d] =
        (sums[cluster * dimensions + d] ?? 0) + (values[i * dimensions + d] ?? 0);
  }
  for (const [place, sum] of sums.entries()) {
    const size = sizes[Math.floor(place / dimensions)] ?? 0;
    if (size > 0) centres.values[place] = sum / size;
  }
}

function largestFirst(clusters: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const cluster of clusters) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  const order = Array.from({ length: k }, (_, cluster) => cluster).sort(
    (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0),
  );
  const places = new Int32Array(k);
  for (const [place, cluster] of order.entries()) places[cluster] = place;
  return clusters.map((cluster) => places[cluster] ?? 0);
}

/**
 * Mean silhouette (Rousseeuw 1987) over some of the points against the same: (b − a) / max(a, b), where a is the mean
 * distance to the own cluster and b that to the nearest other; 0 for a point alone in its cluster.
 */
export function silhouette(points: Points, { clusters }: Pick<Clustering, 'clusters'>, k: number): number {
  const count = countOf(points);
  const sizes = new Int32Array(k);
  for (const cluster of clusters) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    const sums = new Float64Array(k);
    for (let j = 0; j < count; j += 1) {
      const cluster = clusters[j] ?? 0;
      sums[cluster] = (sums[cluster] ?? 0) + Math.sqrt(squaredDistance(points, i, points, j));
    }
    total += silhouetteOf(clusters[i] ?? 0, sums, sizes);
  }
  return total / count;
}

function silhouetteOf(own: number, sums: Float64Array, sizes: Int32Array): number {
  const size = sizes[own] ?? 0;
  if (size <= 1) return 0;
  const inside = (sums[own] ?? 0) / (size - 1);
  let outside = Number.POSITIVE_INFINITY;
  for (const [cluster, sum] of sums.entries())
    if (cluster !== own && (sizes[cluster] ?? 0) > 0)
      outside = Math.min(outside, sum / (sizes[cluster] ?? 1));
  const larger = Math.max(inside, outside);
  return larger === 0 || larger === Number.POSITIVE_INFINITY ? 0 : (outside - inside) / larger;
}
