const BASE_MS = 500;
const CAP_MS = 20_000;

/**
 * How long to wait before the next try: full jitter, so that a thousand pages do not return in step after a restart.
 *
 * @param attempt 0 for the first retry
 * @param random in [0, 1)
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 16)));
}
