import type { RequestType } from '#contracts/ai';
import type { Prior } from '../catalogue/model.ts';
import { createHistogram, type Histogram, meanOf } from './histogram.ts';

/** Upstream calls of one model and task in one hour, as they are stored. */
export interface StoredHour {
  readonly model: string;
  readonly request_type: string;
  readonly calls: number;
  readonly successes: number;
  readonly latency_ms_sum: number;
  /** Of streams only: whole answers hide their first token. */
  readonly first_token_histogram: readonly number[];
  readonly output_tokens: number;
  readonly updated_at: Date;
}

/** Evidence from before this process started, each call weighed by its age. */
export interface Past {
  readonly calls: number;
  readonly successes: number;
  /** Answers whose first token is known or estimated, and the sum of those times. */
  readonly timed: number;
  readonly firstTokenMsSum: number;
  readonly streams: number;
  readonly firstTokens: Histogram;
  readonly tokens: number;
  readonly tokenMs: number;
}

/** Adds up stored hours. Where nothing was streamed, first tokens are what the prior's pace of tokens leaves over. */
export function addUp(
  hours: readonly StoredHour[],
  weightOf: (hour: StoredHour) => number,
  prior: Prior,
): Past {
  const sum = (read: (hour: StoredHour) => number) =>
    hours.reduce((total, hour) => total + weightOf(hour) * read(hour), 0);
  const firstTokens = createHistogram();
  for (const hour of hours)
    for (const [bucket, count] of hour.first_token_histogram.entries())
      firstTokens[bucket] = (firstTokens[bucket] ?? 0) + weightOf(hour) * count;
  const streams = firstTokens.reduce((total, count) => total + count, 0);
  const [calls, successes] = [sum((hour) => hour.calls), sum((hour) => hour.successes)];
  const [latencyMs, tokens] = [sum((hour) => hour.latency_ms_sum), sum((hour) => hour.output_tokens)];
  const counts = { calls, successes, streams, firstTokens };
  const meanMs = meanOf(firstTokens);
  if (meanMs === null) {
    const firstTokenMsSum = Math.max(successes, latencyMs - (tokens * 1_000) / prior.tokensPerSecond);
    return { ...counts, timed: successes, firstTokenMsSum, tokens: 0, tokenMs: 0 };
  }
  const tokenMs = Math.max(0, latencyMs - successes * meanMs);
  return { ...counts, timed: streams, firstTokenMsSum: streams * meanMs, tokens, tokenMs };
}

/** How many calls, and tokens, the catalogue's prior is worth. */
export const PRIOR_CALLS = 20;
export const PRIOR_TOKENS = 400;

/** The catalogue's prior moved by what was measured here. */
export function learnedPrior(prior: Prior, past: Past): Prior {
  const firstTokenMs = past.firstTokenMsSum + PRIOR_CALLS * prior.timeToFirstTokenMs;
  const tokenMs = past.tokenMs + (PRIOR_TOKENS * 1_000) / prior.tokensPerSecond;
  return {
    ...prior,
    reliability: (past.successes + PRIOR_CALLS * prior.reliability) / (past.calls + PRIOR_CALLS),
    timeToFirstTokenMs: firstTokenMs / (past.timed + PRIOR_CALLS),
    tokensPerSecond: (1_000 * (past.tokens + PRIOR_TOKENS)) / tokenMs,
  };
}

/** Answers per kind of request and their mean length in tokens. */
export function outputsOf(hours: readonly StoredHour[]): Map<RequestType, { count: number; mean: number }> {
  const groups = Map.groupBy(hours, ({ request_type }) => request_type as RequestType);
  const outputs = new Map<RequestType, { count: number; mean: number }>();
  for (const [type, group] of groups) {
    const count = group.reduce((total, hour) => total + hour.successes, 0);
    const tokens = group.reduce((total, hour) => total + hour.output_tokens, 0);
    if (count > 0) outputs.set(type, { count, mean: tokens / count });
  }
  return outputs;
}
