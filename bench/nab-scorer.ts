/**
 * The scorer of the Numenta Anomaly Benchmark (Lavin & Ahmad 2015, "Evaluating real-time anomaly detection algorithms"),
 * written from its definition.
 *
 * - Probation: the first `min(⌊0.15·n⌋, 750)` rows of a file count for nothing.
 * - σ(y) = 2/(1 + e^{5y}) − 1; −1 where y > 3.
 * - An alarm in a window `[left, right]` of width w = right − left + 1 is worth σ(−(right − i + 1)/w)/σ(−1), so 1 at the
 *   window's first row and about 0 at its last; of several alarms in a window the best one counts.
 * - A window without alarm costs `missed`.
 * - An alarm outside windows costs `falseAlarm`, less the nearer it is behind a window: −σ(y)·falseAlarm with
 *   y = (i − right)/(w − 1) of the last window before it.
 * - The score of a corpus is the sum over its files at one threshold, 0 being a detector that never alarms and 100 one
 *   that alarms at the first row of every window and nowhere else.
 */
export interface ScoringProfile {
  readonly missed: number;
  readonly falseAlarm: number;
}

export const PROFILES = {
  standard: { missed: 1, falseAlarm: 0.11 },
  reward_low_FP_rate: { missed: 1, falseAlarm: 0.22 },
  reward_low_FN_rate: { missed: 2, falseAlarm: 0.11 },
} as const satisfies Record<string, ScoringProfile>;

export type ProfileName = keyof typeof PROFILES;

/** First and last row of a labelled window, both inside. */
export interface RowWindow {
  readonly left: number;
  readonly right: number;
}

/** What an alarm at each row of a file is worth. */
export interface LabelledFile {
  readonly length: number;
  readonly windows: readonly RowWindow[];
  readonly probation: number;
  /** Index of the window each row is in; −1 for none. */
  readonly windowOf: Int32Array;
  /** In a window: 0 to 1. Outside: −1 to 0, in units of the cost of a false alarm. */
  readonly worth: Float64Array;
}

export function probationRows(length: number): number {
  return Math.min(Math.floor(0.15 * length), 750);
}

export function scaledSigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/** @param windows ascending and apart. */
export function labelFile(length: number, windows: readonly RowWindow[]): LabelledFile {
  const windowOf = new Int32Array(length).fill(-1);
  const worth = new Float64Array(length).fill(-1);
  windows.forEach(({ left, right }, index) => {
    const width = right - left + 1;
    const next = windows[index + 1]?.left ?? length;
    for (let row = left; row <= right; row++) {
      windowOf[row] = index;
      worth[row] = scaledSigmoid(-(right - row + 1) / width) / scaledSigmoid(-1);
    }
    for (let row = right + 1; row < next; row++) worth[row] = scaledSigmoid((row - right) / (width - 1));
  });
  return { length, windows, probation: probationRows(length), windowOf, worth };
}

/** Rows of the windows `[from, to]` among ascending timestamps of the same form, both ends inside. */
export function rowsOf(
  timestamps: readonly string[],
  windows: readonly (readonly [string, string])[],
): RowWindow[] {
  return windows.map(([from, to]) => ({
    left: timestamps.findIndex((t) => t >= from.slice(0, t.length)),
    right: timestamps.findLastIndex((t) => t <= to.slice(0, t.length)),
  }));
}

/** Sum of one file's worths at the rows `alarmed`. */
export function rawScore(
  file: LabelledFile,
  alarmed: (row: number) => boolean,
  profile: ScoringProfile,
): number {
  const best = file.windows.map(() => -profile.missed);
  let falseAlarms = 0;
  for (let row = file.probation; row < file.length; row++) {
    if (!alarmed(row)) continue;
    const window = file.windowOf[row] ?? -1;
    const worth = file.worth[row] ?? 0;
    if (window < 0) falseAlarms += worth * profile.falseAlarm;
    else best[window] = Math.max(best[window] ?? 0, worth);
  }
  return best.reduce((sum, worth) => sum + worth, falseAlarms);
}

/** 0 for silence, 100 for the perfect detector; `null` where there is no window to find. */
export function normalisedScore(raw: number, windowCount: number, profile: ScoringProfile): number | null {
  if (windowCount === 0) return null;
  const silent = -profile.missed * windowCount;
  return (100 * (raw - silent)) / (windowCount - silent);
}
