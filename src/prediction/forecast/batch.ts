import type { LineFailure, LineForecast, NumberedLine } from './batch-line.ts';
import { type ErrorHistory, IntervalPool } from './intervals.ts';

/** One line's answer; keys of `intervals` are levels in percent. */
export type ForecastAnswer =
  | {
      readonly id: unknown;
      readonly mean: number[];
      readonly intervals: Readonly<Record<string, { readonly lower: number[]; readonly upper: number[] }>>;
      /** Gaps of the history that were filled; absent where there were none. */
      readonly filled?: number;
    }
  | LineFailure;

/** Forecasts lines, on whatever thread. */
export type ForecastLines = (lines: readonly NumberedLine[]) => Promise<(LineForecast | LineFailure)[]>;

export interface BatchOptions {
  /** In percent, above 0 and below 100, such as 80 and 95. */
  readonly levels: readonly number[];
  /** As many at a time as there are. */
  readonly threads: readonly ForecastLines[];
  /** Told how many lines are forecast; their answers come when their block is done. */
  readonly onProgress?: (done: number) => void;
}

/** Lines whose series learn from each other how wide intervals must be, and so how many are held in memory. */
const BLOCK_LINES = 1_000;
/** Lines a thread is given at a time. */
const PORTION_LINES = 8;

/** Answers every line in order. Intervals of a series use the errors of those of its block with its season and horizon. */
export async function* forecastBatch(
  lines: AsyncIterable<string>,
  options: BatchOptions,
): AsyncGenerator<ForecastAnswer> {
  let block: NumberedLine[] = [];
  let before: LineForecast[] = [];
  let number = 0;
  let forecastLines = 0;
  async function* answered(): AsyncGenerator<ForecastAnswer> {
    const done = forecastLines;
    const results = await inPortions(block, options.threads, (of) => options.onProgress?.(done + of));
    forecastLines += block.length;
    const forecasts = results.filter((it) => 'mean' in it);
    yield* withIntervals(results, [...before, ...forecasts], options.levels);
    before = forecasts;
    block = [];
  }
  for await (const text of lines) {
    number++;
    if (text.trim() === '') continue;
    block.push({ line: number, text });
    if (block.length === BLOCK_LINES) yield* answered();
  }
  if (block.length > 0) yield* answered();
}

/** Every thread takes the next portion when it has done its last. */
async function inPortions(
  block: readonly NumberedLine[],
  threads: readonly ForecastLines[],
  onProgress: (done: number) => void,
): Promise<(LineForecast | LineFailure)[]> {
  const results: (LineForecast | LineFailure)[] = [];
  results.length = block.length;
  let next = 0;
  let done = 0;
  async function work(forecast: ForecastLines): Promise<void> {
    while (next < block.length) {
      const start = next;
      next += PORTION_LINES;
      const portion = await forecast(block.slice(start, start + PORTION_LINES));
      for (const [i, result] of portion.entries()) results[start + i] = result;
      done += portion.length;
      onProgress(done);
    }
  }
  await Promise.all(threads.map(work));
  return results;
}

function* withIntervals(
  results: readonly (LineForecast | LineFailure)[],
  pooled: readonly LineForecast[],
  levels: readonly number[],
): Generator<ForecastAnswer> {
  const pools = new Map<string, IntervalPool>();
  const keyOf = ({ season, mean }: LineForecast) => `${season} ${mean.length}`;
  for (const [key, alike] of Map.groupBy(pooled, keyOf)) {
    const histories = alike.map(({ history }): ErrorHistory => history);
    pools.set(key, new IntervalPool(histories, alike[0]?.mean.length ?? 0));
  }
  for (const result of results) {
    const pool = 'mean' in result ? pools.get(keyOf(result)) : undefined;
    yield 'mean' in result && pool !== undefined ? toAnswer(result, pool, levels) : (result as LineFailure);
  }
}

function toAnswer(
  { id, mean, history, isNonNegative, filled }: LineForecast,
  pool: IntervalPool,
  levels: readonly number[],
): ForecastAnswer {
  const least = isNonNegative ? 0 : Number.NEGATIVE_INFINITY;
  const intervals = levels.map((level) => {
    const widths = pool.halfWidths(history, level / 100);
    const lower = Array.from(mean, (value, h) => Math.max(least, value - (widths[h] as number)));
    const upper = Array.from(mean, (value, h) => value + (widths[h] as number));
    return [String(level), { lower, upper }] as const;
  });
  return { id, mean: [...mean], intervals: Object.fromEntries(intervals), ...(filled > 0 ? { filled } : {}) };
}
