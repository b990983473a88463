import { LagProducts } from './lag-products.ts';
import { SCALES, type ScaleName } from './scales.ts';

/** Steps between the values whose differences a model sees: none, the last value, a season, a long season. */
export type Difference = 'none' | 'first' | 'season' | 'long';

/** Seasons in steps; 1 where there is none. A long season is a multiple of the season, such as the week of hours. */
export interface Seasons {
  readonly season: number;
  readonly longSeason: number;
}

/** A differenced series on a scale, its lag products ready for every end. */
export interface DifferencedSeries {
  readonly products: LagProducts;
  /** Steps between differenced values; 0 where they are not. */
  readonly step: number;
  /** What was taken off every value, so that products stay small. */
  readonly shift: number;
  /** The series on its scale, not differenced. */
  readonly scaled: Float64Array;
}

/**
 * A series with what all its models share. Scales and differences look at one value or two, so what is computed once on
 * the whole series serves every earlier end without seeing beyond it.
 */
export class SeriesContext {
  readonly values: Float64Array;
  readonly season: number;
  readonly longSeason: number;
  readonly #scaled = new Map<ScaleName, Float64Array | undefined>();
  readonly #differenced = new Map<string, DifferencedSeries>();

  constructor(values: Float64Array, { season, longSeason }: Seasons) {
    this.values = values;
    this.season = season;
    this.longSeason = longSeason;
  }

  /** The series on a scale; undefined where it has values the scale does not take. */
  scaled(scale: ScaleName): Float64Array | undefined {
    if (!this.#scaled.has(scale)) {
      const { takes, forward } = SCALES[scale];
      this.#scaled.set(scale, takes(this.values) ? this.values.map(forward) : undefined);
    }
    return this.#scaled.get(scale);
  }

  differenced(scale: ScaleName, difference: Difference): DifferencedSeries | undefined {
    const scaled = this.scaled(scale);
    if (scaled === undefined) return undefined;
    const key = `${scale} ${difference}`;
    const known = this.#differenced.get(key);
    if (known !== undefined) return known;
    const step = this.#step(difference);
    const shift = step === 0 ? (scaled[0] ?? 0) : 0;
    const length = Math.max(0, scaled.length - step);
    const z = new Float64Array(length);
    for (let t = 0; t < length; t++)
      z[t] = (scaled[t + step] as number) - (step === 0 ? shift : (scaled[t] as number));
    const made = { products: new LagProducts(z), step, shift, scaled };
    this.#differenced.set(key, made);
    return made;
  }

  #step(difference: Difference): number {
    return { none: 0, first: 1, season: this.season, long: this.longSeason }[difference];
  }
}
