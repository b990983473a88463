const MAX_BLOCKS = 100;
const RESAMPLES = 400;
/** Several models are tried at once: each must pass a bound that all together pass by luck in one case of forty. */
const STRICT_SHARE = 0.025 / 4;
/** Fewer blocks cannot show anything. */
const MIN_BLOCKS = 10;

/** An estimate with its 95 % interval. */
export interface Bounded {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The lower end of a wider interval, which allows for several models being tried. */
  readonly strictLower: number;
}

/**
 * Sums of two quantities over blocks of consecutive forecasts, of which ratios are resampled: errors of neighbouring
 * days hang together, blocks of them hardly. Block bootstrap, Künsch (1989).
 */
export class BlockRecord {
  private readonly blockLength: number;
  private readonly numerators: number[] = [];
  private readonly denominators: number[] = [];
  private inBlock = 0;
  private numerator = 0;
  private denominator = 0;

  constructor(blockLength: number) {
    this.blockLength = blockLength;
  }

  get count(): number {
    return this.numerators.length * this.blockLength + this.inBlock;
  }

  /** Adds a forecast; true where that completed a block. */
  add(numerator: number, denominator: number): boolean {
    this.numerator += numerator;
    this.denominator += denominator;
    this.inBlock += 1;
    if (this.inBlock < this.blockLength) return false;
    this.numerators.push(this.numerator);
    this.denominators.push(this.denominator);
    if (this.numerators.length > MAX_BLOCKS) {
      this.numerators.shift();
      this.denominators.shift();
    }
    this.inBlock = 0;
    this.numerator = 0;
    this.denominator = 0;
    return true;
  }

  /** Σ numerator / Σ denominator with its interval; undefined where too little was seen to say. */
  ratio(): Bounded | undefined {
    const { numerators, denominators } = this;
    const blocks = numerators.length;
    if (blocks < MIN_BLOCKS) return undefined;
    const draw = createDraw(blocks);
    const ratios = new Float64Array(RESAMPLES);
    for (let resample = 0; resample < RESAMPLES; resample++) {
      let top = 0;
      let bottom = 0;
      for (let k = 0; k < blocks; k++) {
        const block = draw();
        top += numerators[block]!;
        bottom += denominators[block]!;
      }
      ratios[resample] = bottom > 0 ? top / bottom : 0;
    }
    ratios.sort();
    const bottom = denominators.reduce((sum, value) => sum + value, 0);
    return {
      value: bottom > 0 ? numerators.reduce((sum, value) => sum + value, 0) / bottom : 0,
      lower: ratios[Math.floor(0.025 * RESAMPLES)]!,
      strictLower: ratios[Math.floor(STRICT_SHARE * RESAMPLES)]!,
      upper: ratios[Math.ceil(0.975 * RESAMPLES) - 1]!,
    };
  }
}

/** Whole numbers below `limit` in an order that is the same every time (mulberry32). */
function createDraw(limit: number): () => number {
  let state = 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/**
 * How far a challenger is to be trusted beside "no change". Its forecasts must have been better by themselves, at the
 * lower end of the interval; then the weight is the slope of outcomes on forecasts (forecast encompassing, Chong and
 * Hendry 1986), at the lower end too, between 0 and 1.
 */
export class DemonstratedWeight {
  weight = 0;
  private readonly skill: BlockRecord;
  private readonly slope: BlockRecord;

  constructor(blockLength: number) {
    this.skill = new BlockRecord(blockLength);
    this.slope = new BlockRecord(blockLength);
  }

  /** Outcome and forecast as departures from "no change", in units of sigma. */
  learn(outcome: number, forecast: number): void {
    this.skill.add(outcome ** 2 - (outcome - forecast) ** 2, outcome ** 2);
    if (!this.slope.add(outcome * forecast, forecast ** 2)) return;
    const isBetter = (this.skill.ratio()?.strictLower ?? 0) > 0;
    this.weight = isBetter ? Math.max(0, Math.min(1, this.slope.ratio()?.strictLower ?? 0)) : 0;
  }
}
