import type { ModelScore, PredictionScorecard } from '#contracts/price-predictions';
import type { StoredScore, Waiting } from './score-store.ts';
import { BINS, type CalibrationSums, COMBINED, SCORED_LEVELS } from './scoring.ts';

/** The scorecard of everything that has matured; `models` is null where nothing has. */
export function scorecardOf(facts: {
  readonly scores: readonly StoredScore[];
  readonly calibration: readonly CalibrationSums[];
  readonly waiting: Waiting;
  readonly simulated: boolean;
}): PredictionScorecard {
  const { scores, calibration, waiting, simulated } = facts;
  return {
    models: scores.length === 0 ? null : scores.map((score) => modelScore(score, calibration)),
    reason: scores.length === 0 ? 'nothing-matured' : null,
    waiting: waiting.count,
    next_due: waiting.nextDue?.toISOString() ?? null,
    simulated,
  };
}

function modelScore(score: StoredScore, calibration: readonly CalibrationSums[]): ModelScore {
  const { model, horizonHours, n } = score;
  const isCombined = model === COMBINED;
  const bins = calibration.filter((it) => it.horizonHours === horizonHours);
  return {
    model,
    horizon_hours: horizonHours,
    n,
    coverage: isCombined
      ? SCORED_LEVELS.map((level, k) => ({ level, measured: (score.inside[k] ?? 0) / n, n }))
      : null,
    calibration: isCombined ? reliability(bins, n) : null,
    brier: isCombined ? score.brier / n : null,
    base_brier: isCombined ? score.baseBrier / n : null,
    brier_skill: isCombined && score.baseBrier > 0 ? 1 - score.brier / score.baseBrier : null,
    mean_absolute_error: score.absoluteError / n,
    random_walk_mean_absolute_error: score.naiveAbsoluteError / n,
    rmse_vs_random_walk:
      score.naiveSquaredError > 0 ? Math.sqrt(score.squaredError / score.naiveSquaredError) : null,
    first_at: score.firstAt.toISOString(),
    last_at: score.lastAt.toISOString(),
  };
}

function reliability(bins: readonly CalibrationSums[], n: number): ModelScore['calibration'] {
  return {
    error: bins.reduce((sum, { said, rose }) => sum + Math.abs(said - rose), 0) / n,
    bins: bins.map(({ bin, n: count, said, rose }) => ({
      from: bin / BINS,
      to: (bin + 1) / BINS,
      n: count,
      said: said / count,
      seen: rose / count,
    })),
  };
}
