/** A stored prediction, as far as its score needs it. */
export interface ScorablePrediction {
  readonly id: string;
  readonly symbol: string;
  readonly horizonHours: number;
  readonly simulated: boolean;
  readonly baseDate: string;
  readonly sessions: number;
  readonly currentPrice: number;
  readonly predictedPrice: number;
  readonly pUp: number;
  readonly details: StoredDetails;
  readonly intervals: readonly StoredInterval[];
}

export interface StoredInterval {
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

/** What else is kept of a prediction. */
export interface StoredDetails {
  readonly base_rate: number;
  readonly models: readonly { readonly name: string; readonly predicted_price: number }[];
}

/** Sums over scored predictions of one model and horizon. Errors are of log returns. */
export interface ScoreSums {
  readonly model: string;
  readonly horizonHours: number;
  readonly simulated: boolean;
  n: number;
  /** By level, as `LEVELS`. */
  readonly inside: number[];
  absoluteError: number;
  naiveAbsoluteError: number;
  squaredError: number;
  naiveSquaredError: number;
  brier: number;
  baseBrier: number;
}

/** Predictions whose p_up fell into one tenth. */
export interface CalibrationSums {
  readonly horizonHours: number;
  readonly simulated: boolean;
  readonly bin: number;
  n: number;
  said: number;
  rose: number;
}

/** The model that was served. */
export const COMBINED = 'combined';
export const SCORED_LEVELS = [0.5, 0.8, 0.9, 0.95] as const;
export const BINS = 10;

export interface Scores {
  readonly models: readonly ScoreSums[];
  readonly calibration: readonly CalibrationSums[];
}

/** What predictions were worth, given the price that came of each in the shares its current price was in. */
export function scorePredictions(
  scored: readonly { readonly prediction: ScorablePrediction; readonly actual: number }[],
): Scores {
  const models = new Map<string, ScoreSums>();
  const calibration = new Map<string, CalibrationSums>();
  for (const { prediction, actual } of scored) {
    const served = sumsOf(models, prediction, COMBINED);
    addError(served, prediction, prediction.predictedPrice, actual);
    addIntervals(served, prediction, actual);
    addDirection(served, calibration, prediction, actual);
    for (const { name, predicted_price } of prediction.details.models)
      addError(sumsOf(models, prediction, name), prediction, predicted_price, actual);
  }
  return { models: [...models.values()], calibration: [...calibration.values()] };
}

function sumsOf(
  all: Map<string, ScoreSums>,
  { horizonHours, simulated }: ScorablePrediction,
  model: string,
): ScoreSums {
  const key = `${model} ${horizonHours} ${simulated}`;
  const known = all.get(key);
  if (known !== undefined) return known;
  const sums: ScoreSums = {
    model,
    horizonHours,
    simulated,
    n: 0,
    inside: SCORED_LEVELS.map(() => 0),
    absoluteError: 0,
    naiveAbsoluteError: 0,
    squaredError: 0,
    naiveSquaredError: 0,
    brier: 0,
    baseBrier: 0,
  };
  all.set(key, sums);
  return sums;
}

function addError(
  sums: ScoreSums,
  { currentPrice }: ScorablePrediction,
  predicted: number,
  actual: number,
): void {
  const error = Math.log(actual / predicted);
  const naive = Math.log(actual / currentPrice);
  sums.n += 1;
  sums.absoluteError += Math.abs(error);
  sums.squaredError += error ** 2;
  sums.naiveAbsoluteError += Math.abs(naive);
  sums.naiveSquaredError += naive ** 2;
}

function addIntervals(sums: ScoreSums, { intervals }: ScorablePrediction, actual: number): void {
  for (const [k, level] of SCORED_LEVELS.entries()) {
    const interval = intervals.find((it) => it.level === level);
    if (interval !== undefined && interval.lower <= actual && actual <= interval.upper) sums.inside[k]! += 1;
  }
}

function addDirection(
  sums: ScoreSums,
  calibration: Map<string, CalibrationSums>,
  { pUp, details, currentPrice, horizonHours, simulated }: ScorablePrediction,
  actual: number,
): void {
  const rose = actual > currentPrice ? 1 : 0;
  sums.brier += (rose - pUp) ** 2;
  sums.baseBrier += (rose - details.base_rate) ** 2;
  const bin = Math.min(BINS - 1, Math.floor(pUp * BINS));
  const key = `${horizonHours} ${simulated} ${bin}`;
  const known = calibration.get(key) ?? { horizonHours, simulated, bin, n: 0, said: 0, rose: 0 };
  known.n += 1;
  known.said += pUp;
  known.rose += rose;
  calibration.set(key, known);
}
