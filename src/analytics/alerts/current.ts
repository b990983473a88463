import type { BusEvents } from '#contracts/events';

/**
 * How old a thing may be and still be news. What is imported later is history: it is stored and drawn, and nobody is told.
 * Windows of metrics end now, so that only sessions and anomalies need a bound.
 */
const SESSION_DAYS = 4;
const ANOMALY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Whether a session, a day counted from 1970-01-01, can be the latest there is: four days span a long weekend. */
export function isCurrentSession(day: number, nowMs: number): boolean {
  return Math.floor(nowMs / DAY_MS) - day <= SESSION_DAYS;
}

/** Whether an anomaly is of now: one of a metric for an hour, one of a price as long as its day may be the latest. */
export function isCurrentAnomaly(
  { source, at }: Pick<BusEvents['anomaly.detected'], 'source' | 'at'>,
  nowMs: number,
): boolean {
  const atMs = Date.parse(at);
  return source === 'market'
    ? isCurrentSession(Math.floor(atMs / DAY_MS), nowMs)
    : nowMs - atMs <= ANOMALY_MS;
}
