import { MIN_BARS } from '../forecast-price.ts';
import { LEVELS, type PriceStep, WalkForward } from '../walk-forward.ts';
import { withMarket } from './market-returns.ts';
import { type PriceLine, PriceLineError, readPriceLine } from './price-line.ts';

/** A prediction of the close at `index`, made from what came before. Volatility: of the day's log return. */
export interface DayPrediction {
  readonly id: string;
  readonly index: number;
  readonly current_price: number;
  readonly predicted_price: number;
  readonly intervals: Readonly<Record<string, { readonly lower: number; readonly upper: number }>>;
  readonly p_up: number;
  readonly volatility: number;
}

/** A line of the file that could not be used. */
export interface LineFailure {
  readonly id: string | null;
  readonly line: number;
  readonly error: string;
}

/**
 * Predicts each of the last `days` closes of every series from the bars before it, in the order of the lines. Days that
 * fewer than `MIN_BARS` bars came before are left out.
 */
export function* predictDays(
  texts: readonly string[],
  days: number,
  onLine: (done: number) => void = () => undefined,
): Generator<DayPrediction | LineFailure> {
  const read = texts.map(readLine);
  const series = withMarket(read.flatMap((line) => ('history' in line ? [line] : [])))[Symbol.iterator]();
  for (const [i, line] of read.entries()) {
    if ('error' in line) yield line;
    else yield* predictSeries(series.next().value ?? line, days);
    onLine(i + 1);
  }
}

function readLine(text: string, index: number): PriceLine | LineFailure {
  try {
    return readPriceLine(text);
  } catch (error) {
    if (!(error instanceof PriceLineError)) throw error;
    return { id: idOf(text), line: index + 1, error: error.message };
  }
}

function idOf(text: string): string | null {
  return /"id"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? null;
}

function* predictSeries({ id, history }: PriceLine, days: number): Generator<DayPrediction> {
  const { close } = history;
  const walk = new WalkForward(history, 1);
  for (let i = 1; i < close.length - 1; i++) {
    const step = walk.next();
    if (i + 1 < close.length - days || i + 1 < MIN_BARS) continue;
    yield prediction(id, step, close[i]!);
  }
}

function prediction(
  id: string,
  { index, mean, sigma, halfWidths, direction }: PriceStep,
  price: number,
): DayPrediction {
  return {
    id,
    index: index + 1,
    current_price: price,
    predicted_price: price * Math.exp(mean),
    intervals: Object.fromEntries(
      LEVELS.map((level, k) => {
        const half = halfWidths[k]! * sigma;
        return [
          String(Math.round(100 * level)),
          { lower: price * Math.exp(mean - half), upper: price * Math.exp(mean + half) },
        ];
      }),
    ),
    p_up: direction.up,
    volatility: sigma,
  };
}
