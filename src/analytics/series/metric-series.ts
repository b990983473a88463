import type { Pool } from 'pg';
import { DomainError } from '#platform';
import type { Activity } from '../activity/activity-worker.ts';
import { sumEvents } from '../business/business-store.ts';
import { countActiveByDay } from '../business/user-count-store.ts';
import { REVENUE_EVENTS } from '../ingest/money.ts';
import { bucketStarts, nextBucketStarts, type Resolution } from './buckets.ts';
import {
  type BucketSums,
  readActivityFacts,
  readEventFacts,
  readMetricFacts,
  readMetricNames,
  sumMetric,
} from './series-store.ts';

/** What becomes of the samples of one bucket. */
export type Statistic = 'mean' | 'sum' | 'maximum' | 'last';

export interface SeriesRequest {
  /** Name of a stored metric, or `revenue`, `active_users`, `ai_spend` or `load` (requests to the API). */
  readonly metric: string;
  readonly resolution: Resolution;
  /** IANA name. */
  readonly timeZone: string;
  /** Of stored metrics; what suits their type unless told. */
  readonly statistic?: Statistic | undefined;
}

/** A metric at regular steps, whole buckets only, oldest first. */
export interface MetricSeries {
  readonly statistic: Statistic | 'distinct';
  readonly unit: string | null;
  /** Epoch milliseconds; one more than values, the end of the last bucket. */
  readonly starts: readonly number[];
  /** Null where nothing was recorded; 0 where nothing recorded is nothing happened. */
  readonly values: readonly (number | null)[];
  readonly simulated: boolean;
  /** The next buckets' starts, as many as asked for, and the end of the last. */
  readonly next: (count: number) => Promise<number[]>;
}

const STORED_AS: Readonly<Record<string, string>> = { ai_spend: 'ai_cost_usd', load: 'api_requests' };
const UNITS: Readonly<Record<string, string>> = {
  revenue: 'USD',
  active_users: 'users',
  ai_spend: 'USD',
  ai_cost_usd: 'USD',
  load: 'requests',
  api_requests: 'requests',
};

export interface SeriesDeps {
  readonly pool: Pool;
  readonly clock: { now(): number };
  readonly activity: Pick<Activity, 'catchUp'>;
}

/** Reads a stored or derived metric as a regular series. Throws `unknown-metric`, and `invalid-fields` for the zone. */
export async function readMetricSeries(deps: SeriesDeps, request: SeriesRequest): Promise<MetricSeries> {
  const { pool, clock } = deps;
  const source = await sourceOf(deps, request);
  const { resolution, timeZone } = request;
  const starts = await bucketStarts(pool, resolution, timeZone, source.firstMs, clock.now());
  const values = starts.length > 1 ? await source.read(starts) : [];
  const end = starts.at(-1) ?? clock.now();
  return {
    statistic: source.statistic,
    unit: UNITS[request.metric] ?? null,
    starts,
    values,
    simulated: source.simulated,
    next: (count) => nextBucketStarts(pool, resolution, timeZone, end, count),
  };
}

interface Source {
  readonly firstMs: number;
  readonly statistic: MetricSeries['statistic'];
  readonly simulated: boolean;
  read(starts: readonly number[]): Promise<(number | null)[]>;
}

async function sourceOf(deps: SeriesDeps, { metric, statistic }: SeriesRequest): Promise<Source> {
  const source =
    metric === 'revenue'
      ? await revenueSource(deps)
      : metric === 'active_users'
        ? await activeUsersSource(deps)
        : await storedSource(deps, metric, statistic);
  if (source !== undefined) return source;
  const names = await readMetricNames(deps.pool);
  const known = names.length > 0 ? ` Recorded are ${names.slice(0, 20).join(', ')}.` : '';
  throw new DomainError('unknown-metric', `Nothing was recorded of ${metric}.${known}`);
}

async function revenueSource({ pool }: SeriesDeps): Promise<Source | undefined> {
  const events = [...REVENUE_EVENTS];
  const facts = await readEventFacts(pool, events);
  return (
    facts && {
      ...facts,
      statistic: 'sum',
      async read(starts) {
        const values = starts.slice(1).map(() => 0);
        for (const { day, amountUsd } of await sumEvents(pool, events, starts))
          values[day] = (values[day] ?? 0) + amountUsd;
        return values;
      },
    }
  );
}

async function activeUsersSource({ pool, activity }: SeriesDeps): Promise<Source | undefined> {
  await activity.catchUp();
  const facts = await readActivityFacts(pool);
  return facts && { ...facts, statistic: 'distinct', read: (starts) => countActiveByDay(pool, starts) };
}

async function storedSource(
  { pool }: SeriesDeps,
  metric: string,
  asked: Statistic | undefined,
): Promise<Source | undefined> {
  const name = STORED_AS[metric] ?? metric;
  const facts = await readMetricFacts(pool, name);
  if (facts === undefined) return undefined;
  const statistic = asked ?? (facts.type === 'counter' || metric in STORED_AS ? 'sum' : 'mean');
  return {
    ...facts,
    statistic,
    async read(starts) {
      // No requests in an hour are none; no temperature in an hour is not 0.
      const values: (number | null)[] = starts.slice(1).map(() => (statistic === 'sum' ? 0 : null));
      for (const sums of await sumMetric(pool, name, starts)) values[sums.bucket] = valueOf(sums, statistic);
      return values;
    },
  };
}

function valueOf({ samples, total, maximum, last }: BucketSums, statistic: Statistic): number {
  return { mean: total / samples, sum: total, maximum, last }[statistic];
}
