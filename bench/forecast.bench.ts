// Forecasts of the M3 and M4 series: accuracy, coverage and time, per set. `node bench/forecast.bench.ts [inner] [every]`
// `inner` judges by the last values of the histories instead of the true ones, `every` takes each n-th series only.
import { forecastSeries } from '../src/prediction/forecast/forecast.ts';
import { type ErrorHistory, IntervalPool } from '../src/prediction/forecast/intervals.ts';
import { adjustSeason, isSeasonal, restoreSeason } from '../src/prediction/forecast/seasonal-adjustment.ts';
import { thetaForecast } from '../src/prediction/forecast/theta.ts';
import { type CompetitionSeries, FORECAST_SETS, loadForecastSet } from '../test/support/forecast-data.ts';
import { elapsedMs, machine, median } from './measure.ts';

const LEVELS = [0.8, 0.95];
const inner = process.argv.includes('inner');
const every = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 1);

interface Outcome {
  readonly truth: readonly number[];
  readonly ours: Float64Array;
  readonly naive2: Float64Array;
  readonly theta: Float64Array;
  /** Mean absolute seasonal difference of the history: the unit of MASE and MSIS. */
  readonly unit: number;
  readonly history: ErrorHistory;
}

console.log(`${machine()}; judged by ${inner ? 'the end of the histories' : 'the true values'}`);
for (const name of FORECAST_SETS) {
  const series = loadForecastSet(name)
    .filter((_, i) => i % every === 0)
    .map(judged)
    .filter(({ x, h }) => x.length >= Math.min(8, h + 2));
  // Once unmeasured, for the compiler.
  for (const { x, h, m } of series.slice(0, 10))
    forecastSeries(Float64Array.from(x), { horizon: h, season: m, intervals: true });
  const times: number[] = [];
  const intervalTimes: number[] = [];
  const outcomes = series.map((it) => outcomeOf(it, times, intervalTimes));
  report(name, outcomes, times, intervalTimes);
}

/** Where the end of the history is the truth, what is left of it is the history. */
function judged(series: CompetitionSeries): CompetitionSeries {
  if (!inner) return series;
  const cut = series.x.length - series.h;
  return { ...series, x: series.x.slice(0, cut), xx: series.x.slice(cut) };
}

function outcomeOf({ x, xx, h, m }: CompetitionSeries, times: number[], intervalTimes: number[]): Outcome {
  const values = Float64Array.from(x);
  times.push(elapsedMs(() => forecastSeries(values, { horizon: h, season: m, intervals: false })));
  const start = performance.now();
  const { mean, history } = forecastSeries(values, { horizon: h, season: m, intervals: true });
  intervalTimes.push(performance.now() - start);
  if (history === undefined) throw new Error('no history');
  const season = adjustSeason(values, m, isSeasonal(values, m) ? 'multiplicative' : 'none');
  const last = season.adjusted.at(-1) ?? Number.NaN;
  return {
    truth: xx,
    ours: mean,
    naive2: restoreSeason(season, new Float64Array(h).fill(last), values.length),
    theta: restoreSeason(season, thetaForecast(season.adjusted, h), values.length),
    unit: meanOf(x.slice(m).map((value, t) => Math.abs(value - (x[t] as number)))) || 1e-9,
    history,
  };
}

function report(name: string, outcomes: readonly Outcome[], times: number[], intervalTimes: number[]): void {
  const errors = (pick: (outcome: Outcome) => Float64Array) => {
    const smape = meanOf(outcomes.map((it) => smapeOf(pick(it), it.truth)));
    const mase = meanOf(outcomes.map((it) => absoluteError(pick(it), it.truth) / it.unit));
    return { smape, mase };
  };
  const [ours, naive2, theta] = [
    errors((it) => it.ours),
    errors((it) => it.naive2),
    errors((it) => it.theta),
  ];
  const owa = ({ smape, mase }: typeof ours) => (smape / naive2.smape + mase / naive2.mase) / 2;
  const horizon = outcomes[0]?.truth.length ?? 0;
  const pool = new IntervalPool(
    outcomes.map(({ history }) => history),
    horizon,
  );
  const intervals = LEVELS.map((level) => {
    const { coverage, msis } = intervalScores(outcomes, (history) => pool.halfWidths(history, level), level);
    const alone = intervalScores(
      outcomes,
      (history) => new IntervalPool([history], horizon).halfWidths(history, level),
      level,
    );
    return `${level * 100} %: ${coverage.toFixed(3)} msis ${msis.toFixed(2)} (alone ${alone.coverage.toFixed(3)}, ${alone.msis.toFixed(2)})`;
  });
  console.log(
    `${name.padEnd(12)} n ${outcomes.length}, OWA ${owa(ours).toFixed(3)} (Theta ${owa(theta).toFixed(3)}),` +
      ` sMAPE ${ours.smape.toFixed(2)} (Theta ${theta.smape.toFixed(2)}), MASE ${ours.mase.toFixed(3)} (Theta ${theta.mase.toFixed(3)});` +
      ` ${intervals.join('; ')}; ${median(times).toFixed(2)} ms, ${median(intervalTimes).toFixed(1)} ms with intervals`,
  );
}

/** Mean scaled interval score of the M4 competition, and the share of true values inside. */
function intervalScores(
  outcomes: readonly Outcome[],
  halfWidths: (history: ErrorHistory) => Float64Array,
  level: number,
): { coverage: number; msis: number } {
  let inside = 0;
  let count = 0;
  const scores = outcomes.map(({ history, ours, truth, unit }) => {
    const widths = halfWidths(history);
    const costs = truth.map((value, h) => {
      const miss = Math.abs(value - (ours[h] as number)) - (widths[h] as number);
      count++;
      if (miss <= 0) inside++;
      return 2 * (widths[h] as number) + (2 / (1 - level)) * Math.max(0, miss);
    });
    return meanOf(costs) / unit;
  });
  return { coverage: inside / count, msis: meanOf(scores) };
}

function smapeOf(forecast: Float64Array, truth: readonly number[]): number {
  return meanOf(
    truth.map((value, h) => {
      const size = Math.abs(value) + Math.abs(forecast[h] as number);
      return size > 0 ? (200 * Math.abs(value - (forecast[h] as number))) / size : 0;
    }),
  );
}

function absoluteError(forecast: Float64Array, truth: readonly number[]): number {
  return meanOf(truth.map((value, h) => Math.abs(value - (forecast[h] as number))));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
