import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, DomainError, type Logger, type PostgresAddress } from '#platform';
import { copyBatch, mergeBatch, type Outcome } from './batch-store.ts';
import type { IngestTable } from './ingest-table.ts';
import { type Lane, openLane } from './lane.ts';
import type { Identified } from './rows.ts';

export interface Committed<Row> {
  readonly rows: readonly Row[];
  /** Milliseconds of the flush, commit included. */
  readonly commitMs: number;
}

export interface WriterDeps<Row> {
  readonly address: PostgresAddress;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly lanes: number;
  readonly onCommitted?: (committed: Committed<Row>) => void;
  /** Rows that may wait; more are refused with 429. */
  readonly maxQueuedRows?: number;
}

interface Job<Row> {
  readonly rows: readonly Row[];
  readonly sinceMs: number;
  resolve(outcomes: Outcome[]): void;
  reject(error: unknown): void;
}

const FLUSH_ROWS = 8_192;
const ANOTHER_LANE_ROWS = 1_000;
const ANOTHER_LANE_REQUESTS = 16;
/** How long a batch waits for a database that went away before its senders are told. */
const PATIENCE_MS = 4_000;

/**
 * Group commit into one table: while a flush is in flight the next one gathers, so there is no timer and no row waits
 * without need. A promise resolves only after the commit. Disposing writes what is queued, then closes.
 */
export class BatchWriter<Row extends Identified> implements AsyncDisposable {
  readonly #table: IngestTable<Row>;
  readonly #deps: WriterDeps<Row>;
  readonly #queue: Job<Row>[] = [];
  readonly #idle: (Lane | undefined)[];
  readonly #running = new Set<Promise<void>>();
  #queuedRows = 0;
  #closed = false;

  constructor(table: IngestTable<Row>, deps: WriterDeps<Row>) {
    this.#table = table;
    this.#deps = deps;
    this.#idle = Array.from({ length: deps.lanes });
  }

  get queuedRows(): number {
    return this.#queuedRows;
  }

  /** Stores rows; resolves with one outcome a row once they are committed. Throws `overloaded` or `database-unavailable`. */
  write(rows: readonly Row[]): Promise<Outcome[]> {
    if (rows.length === 0) return Promise.resolve([]);
    if (this.#closed)
      throw new DomainError('unavailable', 'The service is stopping; send the request again.');
    const limit = this.#deps.maxQueuedRows ?? 100_000;
    if (this.#queuedRows > 0 && this.#queuedRows + rows.length > limit) {
      throw new DomainError(
        'overloaded',
        `${this.#queuedRows} rows wait to be written and no more than ${limit} may. Nothing of this request was taken; send it again a little later.`,
        { retryAfterSeconds: 1 },
      );
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ rows, sinceMs: this.#deps.clock.now(), resolve, reject });
      this.#queuedRows += rows.length;
      this.#startLane();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) await Promise.all(this.#running);
    for (const lane of this.#idle) await lane?.close();
  }

  #startLane(): void {
    if (this.#idle.length === 0 || this.#queue.length === 0) return;
    // Another lane pays once there is a batch's worth to write, or many who wait; before that rows gather behind the
    // flush in flight.
    const isWorthALane = this.#queuedRows >= ANOTHER_LANE_ROWS || this.#queue.length >= ANOTHER_LANE_REQUESTS;
    if (this.#running.size > 0 && !isWorthALane) return;
    const lane = this.#idle.pop();
    const run = this.#drain(lane).then((free) => {
      this.#idle.push(free);
      this.#running.delete(run);
      this.#startLane();
    });
    this.#running.add(run);
  }

  /** Flushes until the queue is empty. Returns the lane, or undefined where its connection is gone. */
  async #drain(lane: Lane | undefined): Promise<Lane | undefined> {
    let current = lane;
    while (this.#queue.length > 0) current = await this.#flush(current, this.#take());
    return current;
  }

  #take(): Job<Row>[] {
    const jobs: Job<Row>[] = [];
    let rows = 0;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (rows > 0 && rows + next.rows.length > FLUSH_ROWS) break;
      rows += next.rows.length;
      jobs.push(next);
      this.#queue.shift();
    }
    this.#queuedRows -= rows;
    return jobs;
  }

  /** Writes jobs as one batch, trying again where the connection broke; whatever happens, every job is settled. */
  async #flush(lane: Lane | undefined, jobs: Job<Row>[]): Promise<Lane | undefined> {
    let current = lane;
    let merging = false;
    for (;;) {
      try {
        current ??= await openLane(this.#deps.address);
        await this.#commit(current, jobs, merging);
        return current;
      } catch (error) {
        if (isUniqueViolation(error) && !merging) merging = true;
        else if (isPartitionRace(error) && !this.#isTooOld(jobs)) await sleep(10);
        else if (isConnectionError(error)) {
          current?.close().catch(() => undefined);
          current = undefined;
          // The commit may have happened just before the connection broke: only a merge is safe now.
          merging = true;
          if (this.#isTooOld(jobs)) return this.#giveUp(jobs, error);
          await sleep(100);
        } else return this.#isolate(current, jobs, error);
      }
    }
  }

  async #commit(lane: Lane, jobs: readonly Job<Row>[], merging: boolean): Promise<void> {
    const { clock, onCommitted } = this.#deps;
    const startMs = performance.now();
    const rows = jobs.length === 1 && jobs[0] !== undefined ? jobs[0].rows : jobs.flatMap((job) => job.rows);
    const batch = { number: await lane.nextBatch(), shard: lane.shard, nowMs: clock.now() };
    if (merging) {
      const outcomes = await mergeBatch(lane.client, this.#table, rows, batch);
      settle(jobs, outcomes);
      const accepted = rows.filter((_, index) => outcomes[index] === 'accepted');
      if (accepted.length > 0) onCommitted?.({ rows: accepted, commitMs: performance.now() - startMs });
      return;
    }
    await copyBatch(lane.client, this.#table, rows, batch);
    for (const job of jobs) job.resolve(Array.from(job.rows, () => 'accepted' as const));
    onCommitted?.({ rows, commitMs: performance.now() - startMs });
  }

  /** One request's rows made the whole batch fail: each request is written alone, so that only that one fails. */
  async #isolate(lane: Lane | undefined, jobs: Job<Row>[], error: unknown): Promise<Lane | undefined> {
    if (jobs.length === 1) {
      this.#deps.logger.error({ err: error, table: this.#table.name }, 'a batch could not be written');
      jobs[0]?.reject(error);
      return lane;
    }
    let current = lane;
    for (const job of jobs) current = await this.#flush(current, [job]);
    return current;
  }

  #isTooOld(jobs: readonly Job<Row>[]): boolean {
    return this.#closed || jobs.some((job) => this.#deps.clock.now() - job.sinceMs > PATIENCE_MS);
  }

  #giveUp(jobs: readonly Job<Row>[], cause: unknown): undefined {
    this.#deps.logger.warn({ err: cause, table: this.#table.name }, 'the database did not take a batch');
    for (const job of jobs) {
      job.reject(
        new DomainError(
          'database-unavailable',
          'The database does not answer right now, so it is not certain that anything was recorded. Send the request again with the same event ids or the same Idempotency-Key: nothing will count twice.',
          { retryAfterSeconds: 2, cause },
        ),
      );
    }
    return undefined;
  }
}

function settle<Row>(jobs: readonly Job<Row>[], outcomes: readonly Outcome[]): void {
  let start = 0;
  for (const job of jobs) {
    job.resolve(outcomes.slice(start, start + job.rows.length));
    start += job.rows.length;
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === '23505';
}

/** The day's partition was made while the rows were on their way to DEFAULT; the next try finds it. */
function isPartitionRace(error: unknown): boolean {
  return codeOf(error) === '23514' && (error as Error).message.includes('partition constraint');
}

/** Everything that says "not now": no connection, a server that stops or starts, a deadlock's victim. */
function isConnectionError(error: unknown): boolean {
  const code = codeOf(error);
  const lost =
    error instanceof Error && /terminated|timeout expired|not queryable|closed/i.test(error.message);
  return /^(08|57P|40|53300)|^(ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code) || (code === '' && lost);
}
