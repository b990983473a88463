import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AwsConfig } from '#contracts/config';
import { createLogger } from '#platform';
import { createCloudWatchSource } from './cloudwatch.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const AWS: AwsConfig = {
  region: 'eu-west-1',
  ecsCluster: 'rr-prod-eu-west-1',
  loadBalancer: 'rr-prod-euw1',
  distribution: '*',
  edgeFunction: 'us-east-1.rr-prod-origin-request',
};

interface Query {
  readonly Id: string;
  readonly Label: string;
  readonly Expression: string;
}
/** Series by query: the label CloudWatch would fill in, and values with their age in minutes, newest first. */
type Stored = Record<
  string,
  readonly (readonly [label: string, ...points: [age: number, value: number][]])[]
>;

const HEALTHY: Stored = {
  tasks: [
    ['web', [1, 3], [6, 2]],
    ['worker', [1, 2]],
    ['gone', [40, 9]],
  ],
  healthy: [
    ['app/rr-prod-euw1/abc', [1, 5]],
    ['app/rr-prod-euw1-ingest/def', [1, 50]],
    ['app/other/abc', [1, 7]],
  ],
  unhealthy: [['app/rr-prod-euw1/abc', [1, 1]]],
  invocations: [['us-east-1.rr-prod-origin-request', [1, 100], [6, 50], [59, 25]]],
  hits: [['E1', [5, 83.5]]],
};

let wire: Server;
let asked: { headers: IncomingHttpHeaders; queries: Query[] }[];
let stored: Stored;
let refusal: number | undefined;
let nowMs: number;

beforeEach(async () => {
  asked = [];
  stored = HEALTHY;
  refusal = undefined;
  nowMs = NOW;
  wire = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void wire.close());

/** CloudWatch's GetMetricData as it is on the wire: AWS JSON 1.0. */
async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { MetricDataQueries: queries } = JSON.parse(text) as { MetricDataQueries: Query[] };
  asked.push({ headers: request.headers, queries });
  reply.setHeader('content-type', 'application/x-amz-json-1.0');
  if (refusal !== undefined) {
    reply.statusCode = refusal;
    reply.end(
      JSON.stringify({
        __type: 'AccessDenied',
        message: 'User: arn:aws:sts::123456789012:x is not authorized',
      }),
    );
    return;
  }
  const results = queries.flatMap(({ Id }) =>
    (stored[Id] ?? []).map(([Label, ...points]) => ({
      Id,
      Label,
      StatusCode: 'Complete',
      Timestamps: points.map(([age]) => (nowMs - age * MINUTE) / 1_000),
      Values: points.map(([, value]) => value),
    })),
  );
  reply.end(JSON.stringify({ MetricDataResults: results, Messages: [] }));
}

function source(aws: AwsConfig = AWS) {
  return createCloudWatchSource({
    aws,
    clock: { now: () => nowMs },
    logger: createLogger({ logLevel: 'silent' }),
    client: {
      endpoint: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      maxAttempts: 1,
    },
  });
}

describe('CloudWatch', () => {
  it('gives the figures of the cluster, its load balancer, the function and the distribution', async () => {
    expect(await source().read()).toEqual({
      figures: {
        ecs_tasks: 5,
        alb_health: (100 * 5) / 6,
        cloudfront_hits: 83.5,
        lambda_invocations: 175,
      },
      reasons: {},
    });
    const byRegion = asked.map(({ headers, queries }) => [
      /\d{8}\/([\w-]+)\/monitoring/.exec(String(headers.authorization))?.[1],
      queries.map(({ Id }) => Id),
    ]);
    expect(Object.fromEntries(byRegion)).toEqual({
      'eu-west-1': ['tasks', 'healthy', 'unhealthy', 'invocations'],
      'us-east-1': ['hits'],
    });
    const tasks = asked.flatMap(({ queries }) => queries).find(({ Id }) => Id === 'tasks');
    expect(tasks).toEqual({
      Id: 'tasks',
      Label: "${PROP('Dim.ServiceName')}",
      Expression: `SEARCH('{ECS/ContainerInsights,ClusterName,ServiceName} MetricName="RunningTaskCount" ClusterName="rr-prod-eu-west-1"', 'Average', 300)`,
    });
  });

  it('asks once a minute, however many want to know', async () => {
    const kept = source();
    await Promise.all([kept.read(), kept.read(), kept.read()]);
    nowMs += 59_000;
    await kept.read();
    expect(asked).toHaveLength(2);
    nowMs += 2_000;
    await kept.read();
    expect(asked).toHaveLength(4);
  });

  it('has a reason for what CloudWatch does not know', async () => {
    stored = {
      hits: [
        ['E1', [5, 80]],
        ['E2', [5, 90]],
      ],
      tasks: [['web', [30, 3]]],
    };
    const { figures, reasons } = await source().read();
    expect(Object.values(figures)).toEqual([null, null, null, null]);
    expect(reasons).toMatchObject({
      ecs_tasks: expect.stringContaining('no recent running tasks') as string,
      alb_health: expect.stringContaining('rr-prod-euw1') as string,
      cloudfront_hits: expect.stringContaining('2 distributions') as string,
      lambda_invocations: expect.stringContaining('in the last hour') as string,
    });
    expect((await source({ ...AWS, distribution: 'E2' }).read()).figures.cloudfront_hits).toBe(90);
  });

  it('says what CloudWatch said, or which variable is missing, and asks nothing then', async () => {
    refusal = 400;
    expect((await source().read()).reasons).toMatchObject({
      ecs_tasks: 'CloudWatch in eu-west-1 did not answer (AccessDenied); the log says more',
    });
    asked = [];
    const nameless = { ecsCluster: undefined, loadBalancer: undefined, distribution: undefined };
    const { reasons } = await source({ ...AWS, ...nameless, edgeFunction: undefined }).read();
    expect(Object.values(reasons).map((reason) => reason.split(' ')[0])).toEqual([
      'AWS_ECS_CLUSTER',
      'AWS_LOAD_BALANCER',
      'AWS_CLOUDFRONT_DISTRIBUTION',
      'AWS_EDGE_FUNCTION',
    ]);
    expect(asked).toEqual([]);
  });
});
