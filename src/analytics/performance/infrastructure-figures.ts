import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { AwsConfig } from '#contracts/config';
import type { InfrastructureMetrics } from '#contracts/performance';
import type { MetricSeries } from './cloudwatch-client.ts';

/** Older points say nothing about now. */
const RECENT_MS = 10 * 60_000;
/** CloudFront reports worldwide figures here only. */
const CLOUDFRONT_REGION = 'us-east-1';

/** What is known of the infrastructure; a figure that is null has a reason under its name. */
export interface InfrastructureReading {
  readonly figures: InfrastructureMetrics;
  readonly reasons: Record<string, string>;
}

/** Where the figures of the infrastructure come from; elsewhere than in AWS there is none. */
export interface InfrastructureSource {
  read(): Promise<InfrastructureReading>;
}

export const NOTHING: InfrastructureMetrics = {
  ecs_tasks: null,
  alb_health: null,
  cloudfront_hits: null,
  lambda_invocations: null,
};

type Answer = { readonly value: number } | { readonly reason: string };
export type FigureName = keyof InfrastructureMetrics;

/** How one figure is asked for and read. */
export interface Figure {
  /** Undefined where the environment does not say what to ask about. */
  readonly about: string | undefined;
  readonly variable: string;
  readonly region: string;
  readonly queries: readonly MetricDataQuery[];
  answer(series: readonly MetricSeries[], nowMs: number): Answer;
}

/** A figure of what a region answered, or why it is not known. */
export function answerOf(figure: Figure, asked: MetricSeries[] | { failure: string }, nowMs: number): Answer {
  if (figure.about === undefined)
    return { reason: `${figure.variable} is not set, so it is not known what to ask CloudWatch about` };
  if ('failure' in asked) return { reason: asked.failure };
  const own = new Set(figure.queries.map(({ Id }) => Id));
  return figure.answer(
    asked.filter(({ query }) => own.has(query)),
    nowMs,
  );
}

/** The figures of this region's cluster and of the CDN, by name. */
export function figuresOf(aws: AwsConfig): Record<FigureName, Figure> {
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
