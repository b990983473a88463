/**
 * Range-based recall and precision (Tatbul, Lee, Zdonik, Alam & Gottschlich 2018, "Precision and Recall for Time
 * Series") with a flat positional bias and cardinality factor 1/x.
 *
 * - A range's overlap reward is the share of it that the other ranges cover, divided by how many of them do.
 * - Recall of a real range is α·[it is touched at all] + (1 − α)·overlap; precision of a predicted one is its overlap.
 */
export interface RowRange {
  readonly left: number;
  readonly right: number;
}

/** Mean recall of the real ranges; `null` where there are none. */
export function rangeRecall(
  real: readonly RowRange[],
  predicted: readonly RowRange[],
  existenceWeight: number,
): number | null {
  return mean(
    real.map((range) => {
      const reward = overlapReward(range, predicted);
      return existenceWeight * (reward > 0 ? 1 : 0) + (1 - existenceWeight) * reward;
    }),
  );
}

/** Mean precision of the predicted ranges; `null` where there are none. */
export function rangePrecision(real: readonly RowRange[], predicted: readonly RowRange[]): number | null {
  return mean(predicted.map((range) => overlapReward(range, real)));
}

/** Runs of neighbouring rows. @param rows ascending */
export function rangesOf(rows: readonly number[]): RowRange[] {
  const ranges: RowRange[] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && last.right === row - 1) ranges[ranges.length - 1] = { ...last, right: row };
    else ranges.push({ left: row, right: row });
  }
  return ranges;
}

function overlapReward(range: RowRange, others: readonly RowRange[]): number {
  const covered = others
    .map(({ left, right }) => Math.min(right, range.right) - Math.max(left, range.left) + 1)
    .filter((rows) => rows > 0);
  const share = covered.reduce((sum, rows) => sum + rows, 0) / (range.right - range.left + 1);
  return covered.length > 1 ? share / covered.length : share;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
