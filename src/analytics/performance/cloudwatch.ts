import type { CloudWatchClient, CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import type { AwsConfig } from '#contracts/config';
import { type Clock, type Logger, reasonOf } from '#platform';
import { type MetricSeries, openClient, readSeries } from './cloudwatch-client.ts';
import {
  answerOf,
  type Figure,
  type FigureName,
  figuresOf,
  type InfrastructureReading,
  type InfrastructureSource,
  NOTHING,
} from './infrastructure-figures.ts';

/** CloudWatch charges for every metric asked for, and its own figures are a minute apart. */
const KEPT_MS = 60_000;

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
      // Its message may name the account and the role; those stay in the log.
      const name = error instanceof Error ? error.name : 'unknown';
      return { failure: `CloudWatch in ${region} did not answer (${name}); the log says more` };
    }
  }

  async function readNow(nowMs: number): Promise<InfrastructureReading> {
    const regions = [...new Set(Object.values(figures).map(({ region }) => region))];
    const asked = new Map(
      await Promise.all(regions.map(async (region) => [region, await ask(region, nowMs)] as const)),
    );
    const values: Record<FigureName, number | null> = { ...NOTHING };
    const reasons: Record<string, string> = {};
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
