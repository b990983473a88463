// Accuracy of price predictions on real series, walk-forward. `node bench/prices.bench.ts [horizon in days]`
// Constants were chosen on the earlier half of each series; the later half is the report.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { withMarket } from '../src/prediction/prices/batch/market-returns.ts';
import { type PriceLine, readPriceLine } from '../src/prediction/prices/batch/price-line.ts';
import { studentFit } from '../src/prediction/prices/volatility/garch.ts';
import { LEVELS, type PriceStep, WalkForward } from '../src/prediction/prices/walk-forward.ts';
import { machine } from './measure.ts';

const DATA = '../shared/data/forecast/prices_daily.jsonl.gz';
const GAUSSIAN_DAYS = 250;
const Z90 = 1.6449;
const K90 = LEVELS.indexOf(0.9);

/** One forecast beside what came of it; returns are log returns. */
interface Scored {
  readonly series: string;
  readonly step: PriceStep;
  readonly outcome: number;
  /** Mean and deviation of the last 250 returns. */
  readonly gaussian: { readonly mean: number; readonly sigma: number };
}

const VOLATILITIES: Readonly<Record<string, (row: Scored) => number>> = {
  forecast: ({ step }) => step.sigma,
  'last 250': ({ gaussian }) => gaussian.sigma,
};

const horizon = Number(process.argv[2] ?? 1);
const lines = withMarket(gunzipSync(readFileSync(DATA)).toString().trim().split('\n').map(readPriceLine));
const started = process.cpuUsage();
const scored = new Map<string, { early: Scored[]; late: Scored[] }>();
let models: readonly string[] = [];
for (const line of lines) walk(line);
const { user, system } = process.cpuUsage(started);
const steps = lines.reduce((sum, { history }) => sum + history.close.length, 0);
console.log(machine());
console.log(
  `${steps} steps, ${((user + system) / steps).toFixed(0)} µs of CPU each, horizon ${horizon} day(s)`,
);
for (const half of ['early', 'late'] as const) {
  console.log(`\n## ${half === 'early' ? 'earlier half (chosen on)' : 'later half (reported)'}`);
  for (const [kind, halves] of scored) report(kind, halves[half]);
}

function walk({ id, kind, history }: PriceLine): void {
  const { close } = history;
  const forecaster = new WalkForward(history, horizon);
  models = forecaster.models.map(({ name }) => name);
  const bucket = scored.get(kind) ?? { early: [], late: [] };
  scored.set(kind, bucket);
  const middle = Math.floor((close.length + GAUSSIAN_DAYS) / 2);
  for (let i = 1; i < close.length - horizon; i++) {
    const step = forecaster.next();
    if (i < GAUSSIAN_DAYS) continue;
    const outcome = Math.log(close[i + horizon]! / close[i]!);
    bucket[i < middle ? 'early' : 'late'].push({ series: id, step, outcome, gaussian: gaussianAt(close, i) });
  }
}

function gaussianAt(close: Float64Array, i: number): Scored['gaussian'] {
  const returns = Float64Array.from({ length: GAUSSIAN_DAYS }, (_, k) =>
    Math.log(close[i - k]! / close[i - k - 1]!),
  );
  const mean = average(returns, (it) => it);
  const variance = average(returns, (it) => (it - mean) ** 2);
  return { mean: mean * horizon, sigma: Math.sqrt(variance * horizon) };
}

function report(kind: string, rows: readonly Scored[]): void {
  console.log(`\n${kind}, n = ${rows.length}`);
  point('combined', rows, ({ step }) => step.mean);
  for (const [k, name] of models.entries()) point(name, rows, ({ step }) => step.means[k]!);
  const coverage = LEVELS.map((level, k) => `${level}: ${covered(rows, k).toFixed(4)}`);
  console.log(`  coverage           ${coverage.join('  ')}`);
  for (const [name, by] of Object.entries(VOLATILITIES)) {
    const thirds = terciles(rows, by).map((third) => covered(third, K90).toFixed(3));
    console.log(
      `  90 % by ${name.padEnd(10)} ${thirds.join(' / ')} (calm / middle / wild third of each series)`,
    );
  }
  intervals(rows);
  direction(rows);
}

function point(name: string, rows: readonly Scored[], forecast: (row: Scored) => number): void {
  const root = Math.sqrt(
    average(rows, (row) => (row.outcome - forecast(row)) ** 2) / average(rows, ({ outcome }) => outcome ** 2),
  );
  const mean =
    average(rows, (row) => Math.abs(row.outcome - forecast(row))) /
    average(rows, ({ outcome }) => Math.abs(outcome));
  const right = average(
    rows.filter((row) => forecast(row) !== 0 && row.outcome !== 0),
    (row) => (forecast(row) > 0 === row.outcome > 0 ? 1 : 0),
  );
  console.log(
    `  ${name.padEnd(20)} RMSE ${root.toFixed(4)} × random walk, MAE ${mean.toFixed(4)} ×, direction right ${Number.isNaN(right) ? '–' : `${(100 * right).toFixed(1)} %`}`,
  );
}

function covered(rows: readonly Scored[], k: number): number {
  return average(rows, ({ step, outcome }) =>
    Math.abs(outcome - step.mean) <= step.halfWidths[k]! * step.sigma ? 1 : 0,
  );
}

/** Each series cut in three by a volatility, and the thirds of all put together. */
function terciles(rows: readonly Scored[], by: (row: Scored) => number): Scored[][] {
  const thirds: Scored[][] = [[], [], []];
  for (const series of Map.groupBy(rows, (row) => row.series).values()) {
    const sorted = series.toSorted((a, b) => by(a) - by(b));
    for (const [i, row] of sorted.entries()) thirds[Math.floor((3 * i) / sorted.length)]!.push(row);
  }
  return thirds;
}

/** Gneiting and Raftery's (2007) interval score at 90 %, in units of the price. */
function intervalScore(centre: number, half: number, outcome: number): number {
  const [lower, upper, seen] = [Math.exp(centre - half), Math.exp(centre + half), Math.exp(outcome)];
  return upper - lower + 20 * (Math.max(lower - seen, 0) + Math.max(seen - upper, 0));
}

function intervals(rows: readonly Scored[]): void {
  const ours = average(rows, ({ step, outcome }) =>
    intervalScore(step.mean, step.halfWidths[K90]! * step.sigma, outcome),
  );
  const theirs = average(rows, ({ gaussian, outcome }) =>
    intervalScore(gaussian.mean, Z90 * gaussian.sigma, outcome),
  );
  // Pegged series have days of a thousand deviations: Student's t, not QLIKE, bears them.
  const sound = rows.filter(({ gaussian }) => gaussian.sigma > 1e-5);
  const gain = average(
    sound,
    ({ step, gaussian, outcome }) =>
      studentFit(outcome ** 2, step.sigma ** 2) - studentFit(outcome ** 2, gaussian.sigma ** 2),
  );
  console.log(
    `  90 % interval score ${(100 * (1 - ours / theirs)).toFixed(2)} % under the 250-day Gaussian's; log-likelihood of volatility ${gain.toFixed(3)} a day higher`,
  );
}

function direction(rows: readonly Scored[]): void {
  const rose = ({ outcome }: Scored) => (outcome > 0 ? 1 : 0);
  const brier = (sample: readonly Scored[], p: (row: Scored) => number) =>
    average(sample, (row) => (rose(row) - p(row)) ** 2);
  const up = ({ step }: Scored) => step.direction.up;
  const base = ({ step }: Scored) => step.direction.baseRate;
  const skill = (sample: readonly Scored[]) => 100 * (1 - brier(sample, up) / brier(sample, base));
  const overall = average(rows, rose);
  const { lower, upper } = resampled(rows, skill);
  const bins = Map.groupBy(rows, (row) => Math.floor(10 * up(row)));
  const calibration = [...bins.values()].reduce(
    (sum, bin) => sum + (bin.length / rows.length) * Math.abs(average(bin, up) - average(bin, rose)),
    0,
  );
  console.log(
    `  p_up: Brier ${brier(rows, up).toFixed(5)}, skill over the trailing base rate ${skill(rows).toFixed(3)} % [${lower.toFixed(3)}, ${upper.toFixed(3)}],` +
      ` over the sample's own rate ${(100 * (1 - brier(rows, up) / (overall * (1 - overall)))).toFixed(3)} %, calibration error ${calibration.toFixed(4)}`,
  );
  console.log(`  a constant confidence of 0.85 in a rise: Brier ${brier(rows, () => 0.85).toFixed(4)}`);
}

/** 95 % interval of a statistic by resampling blocks of 20 days, which hold all series of these days. */
function resampled(rows: readonly Scored[], statistic: (sample: readonly Scored[]) => number) {
  const blocks = [...Map.groupBy(rows, ({ step }) => Math.floor(step.index / 20)).values()];
  let state = 1;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return blocks[Math.floor((state / 2 ** 32) * blocks.length)]!;
  };
  const values = Array.from({ length: 200 }, () => statistic(blocks.flatMap(draw))).sort((a, b) => a - b);
  return { lower: values[4]!, upper: values[195]! };
}

function average<T>(items: ArrayLike<T> & Iterable<T>, value: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return sum / items.length;
}
