import type { Judgement } from './detector.ts';
import { STATISTICS } from './statistics.ts';

/** What there is to say of a judged value, in plain numbers. */
export interface Finding {
  readonly score: number;
  /** Of the statistic that surprised most; `null` where none left its earlier range. */
  readonly statistic: string | null;
  readonly reason: string;
  /** Nats by statistic, those that were surprised only. */
  readonly surprises: Readonly<Record<string, number>>;
}

/**
 * Says in words which statistic surprised most and how far outside its earlier range it is.
 * @param what the series, e.g. "daily return"
 */
export function describeJudgement(judgement: Judgement, what: string): Finding {
  const statistic = STATISTICS[judgement.leading];
  return {
    score: judgement.score,
    statistic: statistic?.name ?? null,
    reason: `${what}: ${reasonOf(judgement)}.`,
    surprises: Object.fromEntries(
      STATISTICS.flatMap(({ name }, i) => {
        const nats = judgement.surprises[i] ?? 0;
        return nats > 0 ? [[name, Number(nats.toFixed(3))]] : [];
      }),
    ),
  };
}

function reasonOf({ leading, statistic: value, novelty }: Judgement): string {
  const statistic = STATISTICS[leading];
  if (statistic === undefined)
    return 'no statistic left its earlier range; it differs most from what the values before foretell';
  const { isHigh, rank, lowest, highest, seen } = novelty;
  const found = `${statistic.words} is ${shortened(value)}`;
  const range = `${seen.toLocaleString('en-US')} earlier ones (${shortened(lowest)} to ${shortened(highest)})`;
  if (rank > 0) {
    const peaks = `earlier ${isHigh ? 'peak' : 'trough'}${rank === 1 ? '' : 's'}`;
    return `${found}, as far out as only ${rank} ${peaks} among ${range}`;
  }
  const beyond = isHigh ? value - highest : lowest - value;
  const share = beyond / (highest - lowest);
  const far = Number.isFinite(share) ? `by ${shortened(100 * share)} % of their range` : 'which never varied';
  return `${found}, ${isHigh ? 'above' : 'below'} all ${range}, ${far}`;
}

function shortened(value: number): string {
  return String(Number(value.toPrecision(4)));
}
