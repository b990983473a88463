/** One Prometheus metric with all its samples, as a room knows them when it is asked. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Where it is not the family's: `…_bucket`, `…_sum` and `…_count` of a histogram. */
  readonly metricName?: string;
}

/** Counts by upper bound; what is beyond the last bound is counted too. */
export interface BucketCounts {
  readonly counts: Float64Array;
  sum: number;
}

export function createBuckets(bounds: readonly number[]): BucketCounts {
  return { counts: new Float64Array(bounds.length + 1), sum: 0 };
}

export function addTo(buckets: BucketCounts, bounds: readonly number[], value: number): void {
  let at = 0;
  while (at < bounds.length && value > (bounds[at] ?? Infinity)) at += 1;
  buckets.counts[at] = (buckets.counts[at] ?? 0) + 1;
  buckets.sum += value;
}

/** The samples of one histogram, as Prometheus wants them: each bucket holds those below it. */
export function histogramSamples(
  name: string,
  labels: Readonly<Record<string, string>>,
  bounds: readonly number[],
  { counts, sum }: BucketCounts,
): MetricSample[] {
  let total = 0;
  const samples: MetricSample[] = [...bounds, Infinity].map((bound, index) => {
    total += counts[index] ?? 0;
    const le = bound === Infinity ? '+Inf' : String(bound);
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total };
  });
  return [
    ...samples,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: total },
  ];
}
