import type { CloudWatchClient, CloudWatchClientConfig, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { AwsConfig } from '#contracts/config';
import type { InfrastructureMetrics } from '#contracts/performance';
import { type Clock, type Logger, reasonOf } from '#platform';
import type { InfrastructureReading, InfrastructureSource, Reasons } from './current-figures.ts';

/** CloudWatch charges for every metric asked for, and its own figures are a minute apart. */
const KEPT_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Older points say nothing about now. */
const RECENT_MS = 10 * 60_000;
/** A dashboard waits for it. */
const TIMEOUT_MS = 3_000;
/** CloudFront reports worldwide figures here only. */
const CLOUDFRONT_REGION = 'us-east-1';

/** One metric over time; `owner` is the value of the dimension that tells whose it is. */
interface MetricSeries {
  readonly query: string;
  readonly owner: string;
  /** Newest first. */
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

type Answer = { readonly value: number } | { readonly reason: string };
type FigureName = keyof InfrastructureMetrics;

interface Figure {
  /** Undefined where the environment does not say what to ask about. */
  readonly about: string | undefined;
  readonly variable: string;
  readonly region: string;
  readonly queries: readonly MetricDataQuery[];
  answer(series: readonly MetricSeries[], nowMs: number): Answer;
}

export interface CloudWatchDeps {
  readonly aws: AwsConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests: endpoint and credentials; in AWS both come from the task. */
  readonly client?: CloudWatchClientConfig;
}

/** Figures of this region's cluster, and of the CDN in front of it, as CloudWatch has them; asked at most once a minute. */
export function createCloudWatchSource(deps: CloudWatchDeps): InfrastructureSource {
  const { aws, clock, logger } = deps;
  const figures = figuresOf(aws);
  const clients = new Map<string, Promise<CloudWatchClient>>();
  let kept: { readonly untilMs: number; readonly reading: Promise<InfrastructureReading> } | undefined;

  function clientOf(region: string): Promise<CloudWatchClient> {
    const client = clients.get(region) ?? openClient({ ...deps.client, region });
    clients.set(region, client);
    return client;
  }

  async function ask(region: string, nowMs: number): Promise<MetricSeries[] | { failure: string }> {
    const queries = Object.values(figures).flatMap((it) =>
      it.region === region && it.about !== undefined ? it.queries : [],
    );
    if (queries.length === 0) return [];
    try {
      return await readSeries(await clientOf(region), queries, nowMs);
    } catch (error) {
      logger.warn({ reason: reasonOf(error), region }, 'CloudWatch did not answer');
      return { failure: `CloudWatch in ${region} did not answer: ${reasonOf(error)}` };
    }
  }

  async function readNow(nowMs: number): Promise<InfrastructureReading> {
    const regions = [...new Set(Object.values(figures).map(({ region }) => region))];
    const asked = new Map(
      await Promise.all(regions.map(async (region) => [region, await ask(region, nowMs)] as const)),
    );
    const values: Record<FigureName, number | null> = { ...NOTHING };
    const reasons: Reasons = {};
    for (const [name, figure] of Object.entries(figures) as [FigureName, Figure][]) {
      const answer = answerOf(figure, asked.get(figure.region) ?? [], nowMs);
      if ('value' in answer) values[name] = answer.value;
      else reasons[name] = answer.reason;
    }
    return { figures: values, reasons };
  }

  return {
    read() {
      const nowMs = clock.now();
      if (kept === undefined || kept.untilMs <= nowMs)
        kept = { untilMs: nowMs + KEPT_MS, reading: readNow(nowMs) };
      return kept.reading;
    },
  };
}

export const NOTHING: InfrastructureMetrics = {
  ecs_tasks: null,
  alb_health: null,
  cloudfront_hits: null,
  lambda_invocations: null,
};

function answerOf(figure: Figure, asked: MetricSeries[] | { failure: string }, nowMs: number): Answer {
  if (figure.about === undefined)
    return { reason: `${figure.variable} is not set, so it is not known what to ask CloudWatch about` };
  if ('failure' in asked) return { reason: asked.failure };
  const own = new Set(figure.queries.map(({ Id }) => Id));
  return figure.answer(
    asked.filter(({ query }) => own.has(query)),
    nowMs,
  );
}

function figuresOf(aws: AwsConfig): Record<FigureName, Figure> {
  const { region, ecsCluster, loadBalancer, distribution, edgeFunction } = aws;
  return {
    ecs_tasks: {
      about: ecsCluster,
      variable: 'AWS_ECS_CLUSTER',
      region,
      queries: [
        search('tasks', 'ECS/ContainerInsights,ClusterName,ServiceName', 'RunningTaskCount', 'Average', {
          owner: 'ServiceName',
          where: `ClusterName="${ecsCluster}"`,
        }),
      ],
      answer: (series, nowMs) => sumOfNewest(series, nowMs, `running tasks of the cluster ${ecsCluster}`),
    },
    alb_health: {
      about: loadBalancer,
      variable: 'AWS_LOAD_BALANCER',
      region,
      queries: (['healthy', 'unhealthy'] as const).map((id) =>
        search(
          id,
          'AWS/ApplicationELB,LoadBalancer,TargetGroup',
          id === 'healthy' ? 'HealthyHostCount' : 'UnHealthyHostCount',
          'Average',
          { owner: 'LoadBalancer' },
        ),
      ),
      answer: (series, nowMs) => healthOf(series, loadBalancer ?? '', nowMs),
    },
    cloudfront_hits: {
      about: distribution,
      variable: 'AWS_CLOUDFRONT_DISTRIBUTION',
      region: CLOUDFRONT_REGION,
      queries: [
        search('hits', 'AWS/CloudFront,DistributionId,Region', 'CacheHitRate', 'Average', {
          owner: 'DistributionId',
        }),
      ],
      answer: (series, nowMs) => hitsOf(series, distribution ?? '', nowMs),
    },
    lambda_invocations: {
      about: edgeFunction,
      variable: 'AWS_EDGE_FUNCTION',
      region,
      queries: [
        search('invocations', 'AWS/Lambda,FunctionName', 'Invocations', 'Sum', {
          owner: 'FunctionName',
          where: `FunctionName="${edgeFunction}"`,
        }),
      ],
      answer: (series) =>
        series.length === 0
          ? { reason: `CloudWatch has no invocation of ${edgeFunction} in ${region} in the last hour` }
          : { value: sum(series.flatMap(({ points }) => points.map(({ value }) => value))) },
    },
  };
}

/** A search rather than a name: the ids in the names of load balancers and distributions are not known to a task. */
function search(
  id: string,
  schema: string,
  metric: string,
  statistic: 'Average' | 'Sum',
  { owner, where = '' }: { owner: string; where?: string },
): MetricDataQuery {
  const term = `{${schema}} MetricName="${metric}" ${where}`.trim();
  const label = `\${PROP('Dim.${owner}')}`;
  return { Id: id, Label: label, Expression: `SEARCH('${term}', '${statistic}', 300)` };
}

function sumOfNewest(series: readonly MetricSeries[], nowMs: number, what: string): Answer {
  const newest = series.flatMap((it) => newestOf(it, nowMs) ?? []);
  return newest.length === 0 ? { reason: `CloudWatch has no recent ${what}` } : { value: sum(newest) };
}

function healthOf(series: readonly MetricSeries[], name: string, nowMs: number): Answer {
  const mine = series.filter(({ owner }) => owner.startsWith(`app/${name}/`));
  const count = (id: string) =>
    sum(mine.flatMap((it) => (it.query === id ? (newestOf(it, nowMs) ?? []) : [])));
  const [healthy, unhealthy] = [count('healthy'), count('unhealthy')];
  if (healthy + unhealthy > 0) return { value: (100 * healthy) / (healthy + unhealthy) };
  return { reason: `CloudWatch has no recent target of the load balancer ${name}` };
}

function hitsOf(series: readonly MetricSeries[], distribution: string, nowMs: number): Answer {
  const mine = series.filter(({ owner }) => distribution === '*' || owner === distribution);
  if (mine.length > 1)
    return {
      reason: `the account has ${mine.length} distributions; name one in AWS_CLOUDFRONT_DISTRIBUTION`,
    };
  return sumOfNewest(mine, nowMs, 'cache hit rate of the distribution; additional metrics must be on');
}

function newestOf({ points: [newest] }: MetricSeries, nowMs: number): number | undefined {
  return newest !== undefined && nowMs - newest.atMs <= RECENT_MS ? newest.value : undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The SDK is a few hundred kilobytes that only a task in AWS needs. */
async function openClient(config: CloudWatchClientConfig): Promise<CloudWatchClient> {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient({ maxAttempts: 2, ...config });
}

async function readSeries(
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
