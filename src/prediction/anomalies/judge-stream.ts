import { createDetector } from './detector.ts';
import { describeJudgement, type Finding } from './findings.ts';
import { STATISTICS } from './statistics.ts';
import { type Stream, type StreamValue, wordsOf } from './streams.ts';

/** What is remembered of a stream between two visits. */
export interface StreamState {
  readonly state: Uint8Array;
  readonly points: number;
  /** The last value judged; values not after it are never judged again. */
  readonly judgedAtMs: number;
  readonly judgedId: number;
}

/** What a person said of an anomaly: the statistics that raised it, and whether it was expected. */
export interface Feedback {
  readonly statistics: readonly string[];
  readonly isExpected: boolean;
}

export interface StreamFinding extends Finding {
  readonly value: StreamValue;
}

/**
 * Judges the values that come after the last one judged. Pure: the same state, values and feedback give the same
 * findings and state.
 * @param values in order of time and id
 */
export function judgeStream(
  stream: Stream,
  before: StreamState | undefined,
  values: readonly StreamValue[],
  feedback: readonly Feedback[] = [],
): { after: StreamState; findings: StreamFinding[] } {
  const detector = createDetector(before?.state);
  for (const { statistics, isExpected } of feedback)
    detector.learnFeedback(statistics.flatMap(indexOf), isExpected);
  let judgedAtMs = before?.judgedAtMs ?? Number.NEGATIVE_INFINITY;
  let judgedId = before?.judgedId ?? 0;
  const findings: StreamFinding[] = [];
  for (const value of values) {
    if (value.atMs < judgedAtMs || (value.atMs === judgedAtMs && value.id <= judgedId)) continue;
    const judgement = detector.next(value.atMs / 1000, value.judged);
    if (judgement.isAlarm) findings.push({ ...describeJudgement(judgement, wordsOf(stream)), value });
    judgedAtMs = value.atMs;
    judgedId = value.id;
  }
  return { after: { state: detector.save(), points: detector.count, judgedAtMs, judgedId }, findings };
}

function indexOf(name: string): number[] {
  const index = STATISTICS.findIndex((it) => it.name === name);
  return index < 0 ? [] : [index];
}
