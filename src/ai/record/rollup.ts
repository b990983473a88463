import type { RequestType } from '#contracts/ai';
import type { Attempt, AttemptResult } from '../execution/attempt.ts';
import { createHistogram, type Histogram, record } from '../live/histogram.ts';

/** Upstream calls of one model and task in one hour, since they were last written. */
export interface HourRollup {
  readonly hour: string;
  readonly model: string;
  readonly requestType: RequestType;
  readonly simulated: boolean;
  calls: number;
  successes: number;
  readonly errors: Record<string, number>;
  latencyMsSum: number;
  readonly latencyHistogram: Histogram;
  readonly firstTokenHistogram: Histogram;
  costUsd: number;
  inputTokens: number;
  outputTokens: number;
}

export type Rollups = Map<string, HourRollup>;

/** Folds one finished call into its hour. */
export function rollUp(
  rollups: Rollups,
  attempt: Attempt,
  requestType: RequestType,
  simulated: boolean,
  nowMs: number,
): void {
  const { result } = attempt;
  if (result === null) return;
  const hour = `${new Date(nowMs).toISOString().slice(0, 13)}:00:00Z`;
  const model = attempt.candidate.model.id;
  const key = `${hour}|${model}|${requestType}`;
  const rollup = rollups.get(key) ?? emptyHour(hour, model, requestType, simulated);
  rollups.set(key, rollup);
  add(rollup, result);
}

function add(rollup: HourRollup, result: AttemptResult): void {
  const { outcome, usage } = result;
  rollup.costUsd += result.costUsd;
  rollup.inputTokens += usage?.inputTokens ?? 0;
  rollup.outputTokens += usage?.outputTokens ?? 0;
  // A call that we ended ourselves, or that the caller's own request broke, says nothing of the model.
  if (outcome !== 'success' && !outcome.blamesProvider) return;
  rollup.calls += 1;
  if (outcome !== 'success') {
    rollup.errors[outcome.kind] = (rollup.errors[outcome.kind] ?? 0) + 1;
    return;
  }
  rollup.successes += 1;
  rollup.latencyMsSum += result.latencyMs;
  record(rollup.latencyHistogram, result.latencyMs);
  if (result.firstTokenMs !== null) record(rollup.firstTokenHistogram, result.firstTokenMs);
}

function emptyHour(hour: string, model: string, requestType: RequestType, simulated: boolean): HourRollup {
  return {
    hour,
    model,
    requestType,
    simulated,
    calls: 0,
    successes: 0,
    errors: {},
    latencyMsSum: 0,
    latencyHistogram: createHistogram(),
    firstTokenHistogram: createHistogram(),
    costUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
}

/** Puts rollups that could not be written back beside those that came meanwhile. */
export function mergeRollups(into: Rollups, from: Rollups): void {
  for (const [key, earlier] of from) {
    const later = into.get(key);
    if (later === undefined) into.set(key, earlier);
    else mergeHour(later, earlier);
  }
}

function mergeHour(into: HourRollup, from: HourRollup): void {
  into.calls += from.calls;
  into.successes += from.successes;
  into.latencyMsSum += from.latencyMsSum;
  into.costUsd += from.costUsd;
  into.inputTokens += from.inputTokens;
  into.outputTokens += from.outputTokens;
  for (const [kind, count] of Object.entries(from.errors))
    into.errors[kind] = (into.errors[kind] ?? 0) + count;
  for (const name of ['latencyHistogram', 'firstTokenHistogram'] as const)
    for (const [bucket, count] of from[name].entries())
      into[name][bucket] = (into[name][bucket] ?? 0) + count;
}
