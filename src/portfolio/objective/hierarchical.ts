import { correlationOf } from '../estimate/covariance.ts';

/**
 * Hierarchical risk parity: clusters by correlation distance √((1 − ρ)/2) with single linkage, then splits the budget
 * top down in inverse proportion to the variance of each half. Long only, fully invested; no optimisation, so there is
 * no optimum to certify. Source: López de Prado 2016.
 */
export function hierarchicalRiskParity(covariance: Float64Array, n: number): Float64Array {
  const order = leafOrder(correlationOf(covariance, n), n);
  const weights = new Float64Array(n).fill(1);
  let clusters = [order];
  while (clusters.length > 0) {
    const next: number[][] = [];
    for (const cluster of clusters) {
      if (cluster.length < 2) continue;
      const middle = Math.floor(cluster.length / 2);
      const [left, right] = [cluster.slice(0, middle), cluster.slice(middle)];
      const leftVariance = clusterVariance(covariance, n, left);
      const rightVariance = clusterVariance(covariance, n, right);
      const share = 1 - leftVariance / (leftVariance + rightVariance);
      for (const j of left) weights[j] = (weights[j] as number) * share;
      for (const j of right) weights[j] = (weights[j] as number) * (1 - share);
      next.push(left, right);
    }
    clusters = next;
  }
  return weights;
}

/** Variance of a cluster held in inverse proportion to each member's variance. */
function clusterVariance(covariance: Float64Array, n: number, members: readonly number[]): number {
  const inverse = members.map((j) => 1 / (covariance[j * n + j] as number));
  const total = inverse.reduce((sum, value) => sum + value, 0);
  let variance = 0;
  for (const [a, i] of members.entries())
    for (const [b, j] of members.entries())
      variance +=
        ((inverse[a] as number) * (inverse[b] as number) * (covariance[i * n + j] as number)) / total ** 2;
  return variance;
}

interface Cluster {
  readonly id: number;
  readonly leaves: readonly number[];
}

/** Leaves of the single-linkage dendrogram from left to right; of two clusters the older one stands left. */
function leafOrder(correlation: Float64Array, n: number): number[] {
  const distance = columnDistance(correlation, n);
  let clusters: Cluster[] = Array.from({ length: n }, (_, id) => ({ id, leaves: [id] }));
  let nextId = n;
  for (const edge of spanningTree(distance, n)) {
    const a = clusters.find(({ leaves }) => leaves.includes(edge.from)) as Cluster;
    const b = clusters.find(({ leaves }) => leaves.includes(edge.to)) as Cluster;
    const [left, right] = a.id < b.id ? [a, b] : [b, a];
    clusters = [
      ...clusters.filter((cluster) => cluster !== a && cluster !== b),
      { id: nextId++, leaves: [...left.leaves, ...right.leaves] },
    ];
  }
  return [...(clusters[0]?.leaves ?? [])];
}

function columnDistance(correlation: Float64Array, n: number): Float64Array {
  return correlation.map((value, at) =>
    Math.floor(at / n) === at % n ? 0 : Math.sqrt(Math.max(0, Math.min(1, (1 - value) / 2))),
  );
}

/** Prim's minimum spanning tree, edges by length: the merges of single linkage in their order. */
function spanningTree(distance: Float64Array, n: number): { from: number; to: number; length: number }[] {
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const parent = new Int32Array(n);
  const inside = new Uint8Array(n);
  const edges: { from: number; to: number; length: number }[] = [];
  let current = 0;
  for (let step = 1; step < n; step++) {
    inside[current] = 1;
    let best = -1;
    for (let j = 0; j < n; j++) {
      if (inside[j] === 1) continue;
      const length = distance[current * n + j] as number;
      if (length < (nearest[j] as number)) {
        nearest[j] = length;
        parent[j] = current;
      }
      if (best < 0 || (nearest[j] as number) < (nearest[best] as number)) best = j;
    }
    edges.push({ from: parent[best] as number, to: best, length: nearest[best] as number });
    current = best;
  }
  return edges.sort((a, b) => a.length - b.length);
}
