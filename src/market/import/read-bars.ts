import type { BarField } from '../bar-batch.ts';
import { type Day, dateOf } from '../bars.ts';
import { type BarRow, createRow, createRowReader, type RowReader } from './bar-row.ts';
import { createFields, isBlank, splitFields } from './fields.ts';
import { readHeader } from './header.ts';
import { wholeLines } from './lines.ts';
import { createSeenBars } from './seen-bars.ts';
import { SourceError } from './source-error.ts';

const NEWLINE = 10;

/** Who takes what a file holds. Lines count from 1, the header included. */
export interface BarSink {
  /** The value columns of the file. */
  header(fields: readonly BarField[]): void;
  /** One checked bar, to be copied at once: the row is used again. A promise asks the reader to wait. */
  bar(row: BarRow): Promise<void> | undefined;
  refused(line: number, reason: string): void;
  /** Told after every block of some 256 KiB. */
  progress(lines: number): void;
}

/**
 * Streams csv bars into a sink at constant memory. A line that is no bar is refused and the next one read.
 * Throws a SourceError where the file as a whole cannot be used.
 */
export async function readBars(chunks: AsyncIterable<Buffer>, lastDay: Day, sink: BarSink): Promise<void> {
  const fields = createFields();
  const row = createRow();
  const seen = createSeenBars();
  let readRow: RowReader | undefined;
  let line = 0;
  for await (const block of wholeLines(chunks)) {
    for (let start = 0, end = 0; start < block.length; start = end + 1) {
      end = endOfLine(block, start);
      line += 1;
      const broken = splitFields(fields, block, start, end);
      if (fields.count === 1 && isBlank(fields, 0)) continue;
      if (readRow === undefined) {
        const header = readHeader(fields);
        readRow = createRowReader(header, lastDay);
        sink.header(header.present);
        continue;
      }
      const reason =
        broken ?? readRow(fields, row) ?? (seen.add(row.symbol, row.day) ? undefined : repeated(row));
      if (reason !== undefined) sink.refused(line, reason);
      else {
        const full = sink.bar(row);
        if (full !== undefined) await full;
      }
    }
    sink.progress(line);
  }
  if (readRow === undefined) throw new SourceError('is empty');
}

function endOfLine(block: Buffer, start: number): number {
  const newline = block.indexOf(NEWLINE, start);
  return newline < 0 ? block.length : newline;
}

function repeated(row: BarRow): string {
  return `repeats ${row.symbol} ${dateOf(row.day)}; the first one stands`;
}
