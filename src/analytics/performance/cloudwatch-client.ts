import type { CloudWatchClient, CloudWatchClientConfig, MetricDataQuery } from '@aws-sdk/client-cloudwatch';

const HOUR_MS = 3_600_000;
/** A dashboard waits for it. */
const TIMEOUT_MS = 3_000;

/** One metric over time; `owner` is the value of the dimension that tells whose it is. */
export interface MetricSeries {
  readonly query: string;
  readonly owner: string;
  /** Newest first. */
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

/** The SDK is a few hundred kilobytes that only a task in AWS needs. */
export async function openClient(config: CloudWatchClientConfig): Promise<CloudWatchClient> {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient({ maxAttempts: 2, ...config });
}

/** The last hour of every metric that the queries find. */
export async function readSeries(
  client: CloudWatchClient,
  queries: MetricDataQuery[],
  nowMs: number,
): Promise<MetricSeries[]> {
  const { paginateGetMetricData } = await import('@aws-sdk/client-cloudwatch');
  const pages = paginateGetMetricData(
    { client },
    {
      MetricDataQueries: queries,
      StartTime: new Date(nowMs - HOUR_MS),
      EndTime: new Date(nowMs),
      ScanBy: 'TimestampDescending',
    },
    { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
  );
  const series: MetricSeries[] = [];
  for await (const { MetricDataResults = [] } of pages)
    for (const { Id = '', Label = '', Timestamps = [], Values = [] } of MetricDataResults)
      if (Values.length > 0)
        series.push({
          query: Id,
          owner: Label,
          points: Values.map((value, place) => ({ atMs: Timestamps[place]?.getTime() ?? 0, value })),
        });
  return series;
}
