// The anomaly detector on the dev half of NAB: scores of unseen folds, spread, cost, state. `node bench/anomalies.bench.ts`
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ALARM_RULE, ALARM_SCORE, type AlarmRule, createAlarm } from '../src/prediction/anomalies/alarm.ts';
import { createArena } from '../src/prediction/anomalies/arena.ts';
import { createDetector } from '../src/prediction/anomalies/detector.ts';
import { createRandom } from '../src/prediction/anomalies/random.ts';
import { WINDOWS, type Windows } from '../src/prediction/anomalies/statistics.ts';
import { machine } from './measure.ts';
import { labelFile, normalisedScore, PROFILES, type ProfileName, rawScore, rowsOf } from './nab-scorer.ts';
import { rangePrecision, rangeRecall, rangesOf } from './range-scores.ts';

const DATA = '../shared/data/anomaly/nab.jsonl.gz';
const FOLDS = 5;
const SEEDS = 10;
/** Bars tried, in nats: factors of about 3 %. */
const BARS = Array.from({ length: 40 }, (_, i) => 8 * 1.032 ** i);

if (!existsSync(DATA)) {
  console.log(`SKIPPED: ${DATA} is not here`);
  process.exit(0);
}

interface NabLine {
  readonly file: string;
  readonly t: readonly string[];
  readonly v: readonly number[];
  readonly windows: readonly (readonly [string, string])[];
}

const files = gunzipSync(readFileSync(DATA))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as NabLine)
  .map(({ t, v, windows }) => ({
    seconds: t.map((time) => Date.parse(`${time.replace(' ', 'T')}Z`) / 1000),
    values: v,
    label: labelFile(v.length, rowsOf(t, windows)),
  }));
const everything = files.map((_, i) => i);
const rows = files.reduce((sum, { values }) => sum + values.length, 0);

/** Nats of every row of every file. */
function surprises(windows: Windows): Float64Array[] {
  return files.map(({ seconds, values }) => {
    const detector = createDetector(undefined, windows);
    return Float64Array.from(values, (value, i) => detector.next(seconds[i]!, value).nats);
  });
}

function alarmRows(nats: Float64Array, rule: AlarmRule): number[] {
  const alarm = createAlarm(createArena(), rule);
  const found: number[] = [];
  for (let i = 0; i < nats.length; i++) if (alarm.judge(nats[i]!, i + 1) >= ALARM_SCORE) found.push(i);
  return found;
}

/** Raw scores [file][bar] of one profile. */
function sweep(nats: readonly Float64Array[], rule: AlarmRule, profile: ProfileName): number[][] {
  return nats.map((ofFile, i) =>
    BARS.map((surprise) => {
      const alarmed = new Set(alarmRows(ofFile, { ...rule, surprise }));
      return rawScore(files[i]!.label, (row) => alarmed.has(row), PROFILES[profile]);
    }),
  );
}

/** The bar that is best on some files, its score averaged with its neighbours' so that a lucky one does not win. */
function bestBar(raw: readonly number[][], among: readonly number[]): { bar: number; score: number } {
  const total = BARS.map((_, bar) => among.reduce((sum, file) => sum + raw[file]![bar]!, 0));
  const smooth = total.map((_, bar) => {
    const near = total.slice(Math.max(0, bar - 3), bar + 4);
    return near.reduce((sum, score) => sum + score, 0) / near.length;
  });
  const bar = smooth.indexOf(Math.max(...smooth));
  return { bar, score: smooth[bar]! };
}

const windowsOf = (among: readonly number[]) =>
  among.reduce((sum, file) => sum + files[file]!.label.windows.length, 0);
const normalised = (raw: number, among: readonly number[], profile: ProfileName) =>
  normalisedScore(raw, windowsOf(among), PROFILES[profile]) ?? Number.NaN;

/** Score of all files, each judged with what was chosen without its fold; `sweeps` are the choices. */
function crossValidated(sweeps: readonly number[][][], profile: ProfileName, seed: number) {
  const foldOf = shuffledFolds(seed);
  const ofFolds: number[] = [];
  let total = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const train = everything.filter((file) => foldOf[file] !== fold);
    const test = everything.filter((file) => foldOf[file] === fold);
    const choices = sweeps.map((raw) => ({ raw, ...bestBar(raw, train) }));
    const best = choices.reduce((a, b) => (b.score > a.score ? b : a));
    const raw = test.reduce((sum, file) => sum + best.raw[file]![best.bar]!, 0);
    total += raw;
    ofFolds.push(normalised(raw, test, profile));
  }
  return { score: normalised(total, everything, profile), ofFolds };
}

/** Fold of each file: a Fisher–Yates shuffle dealt out in turn. */
function shuffledFolds(seed: number): number[] {
  const order = [...everything];
  const random = createRandom(seed);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const foldOf: number[] = [];
  for (const [place, file] of order.entries()) foldOf[file] = place % FOLDS;
  return foldOf;
}

function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
  return `${mean.toFixed(1)} ± ${deviation.toFixed(1)} (${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)})`;
}

const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);

function shipped(nats: readonly Float64Array[]): void {
  console.log('\nThe bar chosen without the scored fold, everything else as shipped:');
  for (const profile of Object.keys(PROFILES) as ProfileName[]) {
    const raw = sweep(nats, ALARM_RULE, profile);
    const runs = seeds.map((seed) => crossValidated([raw], profile, seed));
    console.log(
      `  ${profile}: ${spread(runs.map(({ score }) => score))} over ${SEEDS} splits into ${FOLDS} folds`,
    );
    if (profile === 'standard')
      console.log(
        `    single folds: ${spread(runs.flatMap(({ ofFolds }) => ofFolds).filter(Number.isFinite))}`,
      );
    const own = files.reduce((sum, { label }, i) => {
      const alarmed = new Set(alarmRows(nats[i]!, ALARM_RULE));
      return sum + rawScore(label, (row) => alarmed.has(row), PROFILES[profile]);
    }, 0);
    console.log(
      `    at the shipped bar of ${ALARM_RULE.surprise} nats, not unseen: ${normalised(own, everything, profile).toFixed(1)}`,
    );
  }
  const curve = sweep(nats, ALARM_RULE, 'standard');
  const at = BARS.map(
    (bar, i) =>
      `${bar.toFixed(1)}: ${normalised(
        curve.reduce((sum, raw) => sum + raw[i]!, 0),
        everything,
        'standard',
      ).toFixed(1)}`,
  );
  console.log(`  bar chosen on all files: ${BARS[bestBar(curve, everything).bar]!.toFixed(1)}`);
  console.log(`  standard score by bar: ${at.filter((_, i) => i % 3 === 0).join(', ')}`);
}

/** What the choices made on these files flatter: windows, rest and habituation chosen anew without each fold. */
function nested(): void {
  const sweeps: number[][][] = [];
  for (const windows of [
    { short: 6, long: 24 },
    { short: 8, long: 30 },
    { short: 8, long: 48 },
    WINDOWS,
    { short: 16, long: 48 },
  ]) {
    const nats = surprises(windows);
    for (const restShare of [0.02, 0.04, 0.06])
      for (const habituation of [0.1, 0.2])
        sweeps.push(sweep(nats, { ...ALARM_RULE, restShare, habituation }, 'standard'));
  }
  const runs = seeds.map((seed) => crossValidated(sweeps, 'standard', seed).score);
  console.log(
    `\nNested: windows, rest, habituation and bar chosen without the scored fold (${sweeps.length} choices):`,
  );
  console.log(`  standard: ${spread(runs)}`);
}

function ranges(nats: readonly Float64Array[]): void {
  const found = files.map(({ label }, i) =>
    alarmRows(nats[i]!, ALARM_RULE).filter((row) => row >= label.probation),
  );
  const perFile = (score: (i: number) => number | null) => everything.flatMap((i) => score(i) ?? []);
  const mean = (values: readonly number[]) =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
  const pooled = (weigh: (i: number) => number) => everything.reduce((sum, i) => sum + weigh(i), 0);
  const alarms = pooled((i) => found[i]!.length);
  const hits = pooled((i) => found[i]!.filter((row) => (files[i]!.label.windowOf[row] ?? -1) >= 0).length);
  const touched = pooled(
    (i) =>
      (rangeRecall(files[i]!.label.windows, rangesOf(found[i]!), 1) ?? 0) * files[i]!.label.windows.length,
  );
  console.log('\nRange-based, at the shipped bar, not unseen:');
  console.log(
    `  existence recall ${(touched / windowsOf(everything)).toFixed(3)} (${touched.toFixed(0)} of ${windowsOf(everything)} windows), mean over files ${mean(perFile((i) => rangeRecall(files[i]!.label.windows, rangesOf(found[i]!), 1)))}`,
  );
  console.log(
    `  precision ${(hits / alarms).toFixed(3)} (${hits} of ${alarms} alarms), mean over files ${mean(perFile((i) => rangePrecision(files[i]!.label.windows, rangesOf(found[i]!))))}`,
  );
}

/** CPU time, so that neighbours on the machine do not count. */
function cost(): void {
  const runs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    surprises(WINDOWS);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / rows;
  });
  console.log(
    `\n${Math.min(...runs).toFixed(2)} µs of CPU a point (limit 5), state ${createDetector().save().length} bytes (limit 8,192)`,
  );
}

console.log(machine());
console.log(`${files.length} files, ${rows} rows, ${windowsOf(everything)} windows`);
const nats = surprises(WINDOWS);
shipped(nats);
nested();
ranges(nats);
cost();
