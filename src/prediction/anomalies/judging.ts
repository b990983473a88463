import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Clock, Logger } from '#platform';
import { judgeStream, type StreamState } from './judge-stream.ts';
import { type Stream, type StreamValue, seriesOf } from './streams.ts';
import {
  exclusively,
  findStreams,
  forgetStreams,
  insertAnomalies,
  loadStreams,
  type NewAnomaly,
  type Position,
  type ReadValue,
  readPositions,
  saveStreams,
  takeFeedback,
} from './watch-store.ts';

/** A stream's values, oldest first. */
export interface Batch {
  readonly stream: Stream;
  readonly values: readonly StreamValue[];
}

/** Judges batches, each in one transaction: state, position and findings are stored together or not at all. */
export interface Judging {
  /** Up to where streams are judged, by series, as far as this process knows. */
  positions(): Promise<ReadonlyMap<string, Position>>;
  judge(batches: readonly Batch[]): Promise<void>;
  learnFeedback(): Promise<void>;
  /** Forgets streams that are silent for as long as anomalies are kept. */
  forget(): Promise<void>;
}

export interface JudgingDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Streams at most; a new one takes the place of one that is silent, or is not watched. */
  readonly maxStreams: number;
}

const DAY_MS = 86_400_000;
/** As long as anomalies are kept; older values are learnt from but not reported. */
export const REPORTED_MS = 30 * DAY_MS;
/** A stream silent for so long may make way: a process that has ended, a symbol that is not traded. */
const SILENT_MS = DAY_MS;
/** Older ones are history, not news. */
const NEWS_MS = 2 * DAY_MS;

interface Judged {
  readonly stream: Stream;
  readonly state: StreamState;
}

export function createJudging({ pool, clock, logger, maxStreams }: JudgingDeps): Judging {
  let known: Map<string, Position> | undefined;
  let isFull = false;

  const positions = async () => {
    known ??= await readPositions(pool);
    return known;
  };

  async function forgetSilent(silentMs: number, most: number): Promise<void> {
    for (const series of await forgetStreams(pool, clock.now() - silentMs, most)) known?.delete(series);
  }

  /** Those that are watched already, and new ones while there is room. */
  async function watched(batches: readonly Batch[]): Promise<Batch[]> {
    const streams = await positions();
    const worth = batches.filter(({ values }) => values.length > 0);
    const isNew = ({ stream }: Batch) => !streams.has(seriesOf(stream));
    const excess = streams.size + worth.filter(isNew).length - maxStreams;
    if (excess > 0) await forgetSilent(SILENT_MS, excess);
    let room = maxStreams - streams.size;
    const chosen = worth.filter((batch) => !isNew(batch) || room-- > 0);
    if (room < 0 && !isFull) {
      isFull = true;
      logger.warn({ maxStreams }, 'there are more series than are watched for anomalies');
    }
    return chosen;
  }

  return {
    positions,
    async judge(batches) {
      const chosen = await watched(batches);
      if (chosen.length === 0) return;
      const judged = await exclusively(pool, (client) => judgeAll(client, chosen, clock.now()));
      for (const { stream, state } of judged)
        known?.set(seriesOf(stream), {
          kind: stream.kind,
          name: stream.name,
          judgedAtMs: state.judgedAtMs,
        });
    },
    learnFeedback: () => exclusively(pool, (client) => learnAll(client, clock.now())),
    forget: () => forgetSilent(REPORTED_MS, maxStreams),
  };
}

async function judgeAll(client: PoolClient, batches: readonly Batch[], nowMs: number): Promise<Judged[]> {
  const states = await loadStreams(
    client,
    batches.map(({ stream }) => seriesOf(stream)),
  );
  const judged: Judged[] = [];
  const anomalies: NewAnomaly[] = [];
  for (const { stream, values } of batches) {
    const { after, findings } = judgeStream(stream, states.get(seriesOf(stream)), values);
    judged.push({ stream, state: after });
    for (const finding of findings) {
      const ageMs = nowMs - finding.value.atMs;
      if (ageMs < REPORTED_MS) anomalies.push({ stream, finding, isNews: ageMs < NEWS_MS });
    }
    await nextTurn();
  }
  await saveStreams(client, judged, nowMs);
  if (anomalies.length > 0) await insertAnomalies(client, anomalies);
  return judged;
}

async function learnAll(client: PoolClient, nowMs: number): Promise<void> {
  const feedback = await takeFeedback(client);
  if (feedback.size === 0) return;
  const states = await loadStreams(client, [...feedback.keys()]);
  const streams = await findStreams(client, [...feedback.keys()]);
  const learnt = streams.map((stream) => {
    const series = seriesOf(stream);
    const { after } = judgeStream(stream, states.get(series), [], feedback.get(series));
    return { stream, state: after };
  });
  await saveStreams(client, learnt, nowMs);
}

/** Values as they were read, gathered by stream. */
export function batchesOf(read: readonly ReadValue[]): Batch[] {
  const batches = new Map<string, { stream: Stream; values: StreamValue[] }>();
  for (const { stream, value } of read) {
    const series = seriesOf(stream);
    const batch = batches.get(series) ?? { stream, values: [] };
    batch.values.push(value);
    batches.set(series, batch);
  }
  return [...batches.values()];
}
