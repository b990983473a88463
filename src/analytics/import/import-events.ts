import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type Clock, DomainError, type FieldError } from '#platform';
import { timeOfUuidV7 } from '../ingest/identity.ts';
import type { Ingest } from '../ingest/ingest.ts';

/** A file of events, one JSON object a line. */
export interface EventSource {
  readonly name: string;
  chunks(): AsyncIterable<Buffer>;
}

export interface RefusedLine {
  readonly file: string;
  readonly line: number;
  readonly pointer: string;
  readonly message: string;
}

export interface EventsReport {
  readonly file: string;
  readonly lines: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refusedCount: number;
  /** The first refused lines. */
  readonly refused: readonly RefusedLine[];
}

export interface ImportEventsDeps {
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly retentionDays: number;
  readonly progress?: (lines: number) => void;
}

const LINES_A_BATCH = 5_000;
const SHOWN = 100;
const DAY_MS = 86_400_000;

interface Line {
  readonly number: number;
  readonly item: unknown;
}

/**
 * Records a file of events, as POST /analytics/events would. Lines without an event_id get one that their place in the
 * file decides, so a second run of the same file changes nothing; a line that cannot be taken is reported and the rest kept.
 */
export async function importEvents(source: EventSource, deps: ImportEventsDeps): Promise<EventsReport> {
  const report = { file: source.name, lines: 0, accepted: 0, duplicates: 0, refusedCount: 0 };
  const refused: RefusedLine[] = [];
  const refuse = (line: number, { pointer, message }: FieldError) => {
    report.refusedCount += 1;
    if (refused.length < SHOWN) refused.push({ file: source.name, line, pointer, message });
  };
  const flush = async (batch: readonly Line[]) => {
    if (batch.length === 0) return;
    const { accepted, duplicates, errors } = await record(deps, source.name, batch);
    report.accepted += accepted;
    report.duplicates += duplicates;
    for (const error of errors) refuse(batch[error.index ?? 0]?.number ?? 0, error);
  };
  let batch: Line[] = [];
  for await (const text of createInterface({ input: Readable.from(source.chunks()) })) {
    report.lines += 1;
    if (text.trim() === '') continue;
    const parsed = readLine(text);
    if ('message' in parsed) refuse(report.lines, parsed);
    else batch.push({ number: report.lines, item: parsed.item });
    if (batch.length < LINES_A_BATCH) continue;
    await flush(batch);
    batch = [];
    deps.progress?.(report.lines);
  }
  await flush(batch);
  return { ...report, refused };
}

function readLine(text: string): { item: unknown } | FieldError {
  try {
    const item = JSON.parse(text) as unknown;
    const { timestamp, event_id: id } = (item ?? {}) as { timestamp?: unknown; event_id?: unknown };
    const hasTime = timestamp !== undefined || (typeof id === 'string' && timeOfUuidV7(id) !== undefined);
    return hasTime ? { item } : { pointer: '/timestamp', message: 'is required in a file' };
  } catch (error) {
    return { pointer: '', message: `is not valid JSON: ${(error as Error).message}` };
  }
}

async function record(
  { ingest, clock, retentionDays }: ImportEventsDeps,
  file: string,
  batch: readonly Line[],
): Promise<{ accepted: number; duplicates: number; errors: readonly FieldError[] }> {
  const nowMs = clock.now();
  const facts = {
    nowMs,
    defaultMs: nowMs,
    oldestMs: nowMs - retentionDays * DAY_MS,
    sender: 'import',
    idempotencyKey: `${file}:${batch[0]?.number ?? 0}`,
  };
  try {
    return await ingest.events.record(
      batch.map(({ item }) => item),
      facts,
    );
  } catch (error) {
    // A batch of which nothing could be taken.
    if (error instanceof DomainError && error.code === 'invalid-fields')
      return { accepted: 0, duplicates: 0, errors: error.errors ?? [] };
    throw error;
  }
}
