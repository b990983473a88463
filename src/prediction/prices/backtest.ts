import { BlockRecord, type Bounded } from './skill.ts';
import { blockLength, LEVELS, type PriceStep } from './walk-forward.ts';

/** What the forecasts of the past were worth. */
export interface Backtest {
  /** Forecasts that have matured and count. */
  readonly n: number;
  /** Share of outcomes inside the interval of each of `LEVELS`; null where nothing has matured. */
  readonly coverage: readonly (number | null)[];
  /** 1 − squared error / that of "no change": combined, then each model. Undefined where too little was seen. */
  readonly skill: Bounded | undefined;
  readonly modelSkills: readonly (Bounded | undefined)[];
  /** 1 − Brier score of the direction / that of the trailing base rate. */
  readonly directionSkill: Bounded | undefined;
  /** Mean distance between said and seen frequency of rises, over ten bins of the said; null where nothing has matured. */
  readonly calibrationError: number | null;
}

const BINS = 10;

/** Collects forecasts with their outcomes. */
export class BacktestRecord {
  private readonly inside = LEVELS.map(() => 0);
  private readonly skill: BlockRecord;
  private readonly modelSkills: readonly BlockRecord[];
  private readonly directionSkill: BlockRecord;
  private readonly bins = Array.from({ length: BINS }, () => ({ said: 0, rose: 0 }));
  private n = 0;

  constructor(models: number, horizon: number) {
    const length = blockLength(horizon);
    this.skill = new BlockRecord(length);
    this.modelSkills = Array.from({ length: models }, () => new BlockRecord(length));
    this.directionSkill = new BlockRecord(length);
  }

  /** `outcome`: the log return that came of the forecast. */
  add({ mean, sigma, halfWidths, means, direction }: PriceStep, outcome: number): void {
    this.n += 1;
    const error = Math.abs(outcome - mean);
    for (const k of LEVELS.keys()) if (error <= halfWidths[k]! * sigma) this.inside[k]! += 1;
    const naive = outcome ** 2;
    this.skill.add(naive - (outcome - mean) ** 2, naive);
    for (const [k, record] of this.modelSkills.entries())
      record.add(naive - (outcome - means[k]!) ** 2, naive);
    const rose = outcome > 0 ? 1 : 0;
    const baseError = (rose - direction.baseRate) ** 2;
    this.directionSkill.add(baseError - (rose - direction.up) ** 2, baseError);
    const bin = this.bins[Math.min(BINS - 1, Math.floor(direction.up * BINS))]!;
    bin.said += direction.up;
    bin.rose += rose;
  }

  result(): Backtest {
    const { n } = this;
    const off = this.bins.reduce((sum, { said, rose }) => sum + Math.abs(said - rose), 0);
    return {
      n,
      coverage: this.inside.map((count) => (n === 0 ? null : count / n)),
      skill: this.skill.ratio(),
      modelSkills: this.modelSkills.map((record) => record.ratio()),
      directionSkill: this.directionSkill.ratio(),
      calibrationError: n === 0 ? null : off / n,
    };
  }
}
