import { decimalOf } from './money.ts';

const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
/** Minute rollups serve the last two days; older rows need none. */
const MINUTES_KEPT_MS = 48 * 3_600_000;

/** The start of the quarter hour an instant lies in. UTC quarters are quarters in every time zone. */
export const quarterOf = (at: number): number => at - (at % QUARTER_MS);

interface EventSums {
  events: number;
  behaviors: number;
  amounts: number;
  positiveAmounts: number;
  micros: bigint;
  positiveMicros: bigint;
}

interface MetricSums {
  samples: number;
  total: number;
  minimum: number;
  maximum: number;
  lastValue: number;
  lastAt: number;
}

type Buckets<Sums> = Map<string, Map<number, Sums>>;

/** Adds up a batch of events by type and time, to the statements that bring the rollups up to date. */
export class EventTally {
  readonly #quarters: Buckets<EventSums> = new Map();
  readonly #minutes: Buckets<EventSums> = new Map();
  readonly #minutesFrom: number;

  constructor(nowMs: number) {
    this.#minutesFrom = nowMs - MINUTES_KEPT_MS;
  }

  add(kind: 'event' | 'behavior', eventType: string, at: number, amountMicros: number | null): void {
    addEvent(this.#quarters, kind, eventType, quarterOf(at), amountMicros);
    if (at >= this.#minutesFrom)
      addEvent(this.#minutes, kind, eventType, at - (at % MINUTE_MS), amountMicros);
  }

  /** @param sign -1 takes the batch out again */
  toSql(shard: number, sign: 1 | -1 = 1): string[] {
    return [
      ...eventUpsert('analytics_event_rollup_15m', this.#quarters, shard, sign),
      ...eventUpsert('analytics_event_rollup_1m', this.#minutes, shard, sign),
    ];
  }
}

/** Adds up a batch of metrics by name and time. */
export class MetricTally {
  readonly #quarters: Buckets<MetricSums> = new Map();
  readonly #minutes: Buckets<MetricSums> = new Map();
  readonly #minutesFrom: number;

  constructor(nowMs: number) {
    this.#minutesFrom = nowMs - MINUTES_KEPT_MS;
  }

  add(name: string, at: number, value: number): void {
    addMetric(this.#quarters, name, quarterOf(at), at, value);
    if (at >= this.#minutesFrom) addMetric(this.#minutes, name, at - (at % MINUTE_MS), at, value);
  }

  toSql(shard: number): string[] {
    return [
      ...metricUpsert('analytics_metric_rollup_15m', this.#quarters, shard),
      ...metricUpsert('analytics_metric_rollup_1m', this.#minutes, shard),
    ];
  }
}

function addEvent(
  buckets: Buckets<EventSums>,
  kind: 'event' | 'behavior',
  eventType: string,
  bucket: number,
  amountMicros: number | null,
): void {
  const sums = sumsAt(buckets, eventType, bucket, () => ({
    events: 0,
    behaviors: 0,
    amounts: 0,
    positiveAmounts: 0,
    micros: 0n,
    positiveMicros: 0n,
  }));
  if (kind === 'event') sums.events += 1;
  else sums.behaviors += 1;
  if (amountMicros === null) return;
  sums.amounts += 1;
  sums.micros += BigInt(amountMicros);
  if (amountMicros <= 0) return;
  sums.positiveAmounts += 1;
  sums.positiveMicros += BigInt(amountMicros);
}

function addMetric(
  buckets: Buckets<MetricSums>,
  name: string,
  bucket: number,
  at: number,
  value: number,
): void {
  const sums = sumsAt(buckets, name, bucket, () => ({
    samples: 0,
    total: 0,
    minimum: Number.POSITIVE_INFINITY,
    maximum: Number.NEGATIVE_INFINITY,
    lastValue: value,
    lastAt: at,
  }));
  sums.samples += 1;
  sums.total += value;
  sums.minimum = Math.min(sums.minimum, value);
  sums.maximum = Math.max(sums.maximum, value);
  if (at < sums.lastAt) return;
  sums.lastAt = at;
  sums.lastValue = value;
}

function sumsAt<Sums>(buckets: Buckets<Sums>, name: string, bucket: number, make: () => Sums): Sums {
  let series = buckets.get(name);
  if (series === undefined) buckets.set(name, (series = new Map()));
  let sums = series.get(bucket);
  if (sums === undefined) series.set(bucket, (sums = make()));
  return sums;
}

// Names match a pattern without quotes or backslashes, and the rest are numbers: nothing here needs escaping.
function eventUpsert(table: string, buckets: Buckets<EventSums>, shard: number, sign: 1 | -1): string[] {
  const values = tuples(
    buckets,
    (sums) => [
      sign * sums.events,
      sign * sums.behaviors,
      sign * sums.amounts,
      sign * sums.positiveAmounts,
      decimalOf(BigInt(sign) * sums.micros),
      decimalOf(BigInt(sign) * sums.positiveMicros),
    ],
    shard,
  );
  if (values === '') return [];
  return [
    `INSERT INTO ${table} AS kept (event_type, bucket, shard, events, behaviors, amounts, positive_amounts, amount_usd, positive_usd)
     VALUES ${values} ON CONFLICT (event_type, bucket, shard) DO UPDATE SET
       events = kept.events + excluded.events, behaviors = kept.behaviors + excluded.behaviors,
       amounts = kept.amounts + excluded.amounts, positive_amounts = kept.positive_amounts + excluded.positive_amounts,
       amount_usd = kept.amount_usd + excluded.amount_usd, positive_usd = kept.positive_usd + excluded.positive_usd`,
  ];
}

function metricUpsert(table: string, buckets: Buckets<MetricSums>, shard: number): string[] {
  const values = tuples(
    buckets,
    (sums) => [
      sums.samples,
      sums.total,
      sums.minimum,
      sums.maximum,
      sums.lastValue,
      `'${new Date(sums.lastAt).toISOString()}'`,
    ],
    shard,
  );
  if (values === '') return [];
  return [
    `INSERT INTO ${table} AS kept (name, bucket, shard, samples, total, minimum, maximum, last_value, last_at)
     VALUES ${values} ON CONFLICT (name, bucket, shard) DO UPDATE SET
       samples = kept.samples + excluded.samples, total = kept.total + excluded.total,
       minimum = least(kept.minimum, excluded.minimum), maximum = greatest(kept.maximum, excluded.maximum),
       last_value = CASE WHEN excluded.last_at >= kept.last_at THEN excluded.last_value ELSE kept.last_value END,
       last_at = greatest(kept.last_at, excluded.last_at)`,
  ];
}

function tuples<Sums>(
  buckets: Buckets<Sums>,
  numbers: (sums: Sums) => readonly (number | string)[],
  shard: number,
): string {
  const values: string[] = [];
  for (const [name, series] of buckets)
    for (const [bucket, sums] of series)
      values.push(`('${name}','${new Date(bucket).toISOString()}',${shard},${numbers(sums).join(',')})`);
  return values.join(',');
}
