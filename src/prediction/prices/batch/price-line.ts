import { MIN_BARS } from '../forecast-price.ts';
import { type PriceHistory, soundRange } from '../price-history.ts';

/** A line that cannot be used; the message says which value and why. */
export class PriceLineError extends Error {
  override readonly name = 'PriceLineError';
}

/** One series of a batch file. */
export interface PriceLine {
  readonly id: string;
  /** Series of a kind share a market. */
  readonly kind: string;
  /** Ascending yyyymmdd; undefined where there are none. */
  readonly dates: readonly number[] | undefined;
  readonly history: PriceHistory;
}

/** Reads `{ id, kind?, date?[], open?[], high?[], low?[], close[], volume?[] }`. Throws a PriceLineError. */
export function readPriceLine(text: string): PriceLine {
  const line = parse(text);
  if (typeof line.id !== 'string' && typeof line.id !== 'number') throw new PriceLineError('"id" is missing');
  const close = prices(line, 'close');
  if (close === undefined) throw new PriceLineError('"close" is missing');
  if (close.length < MIN_BARS)
    throw new PriceLineError(`${close.length} closes are too few; ${MIN_BARS} are needed`);
  const range = readRange(line, close);
  const volume = column(line, 'volume', close.length);
  return {
    id: String(line.id),
    kind: typeof line.kind === 'string' ? line.kind : '',
    dates: readDates(line, close.length),
    history: {
      close,
      ...(range === undefined ? {} : { range }),
      ...(volume === undefined ? {} : { volume: volume.map((value) => (value >= 0 ? value : 0)) }),
    },
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null && !Array.isArray(line))
      return line as Record<string, unknown>;
  } catch (error) {
    throw new PriceLineError(`not JSON: ${(error as Error).message}`);
  }
  throw new PriceLineError('not a JSON object');
}

/** Numbers, NaN where a value is none; undefined where the column is absent. */
function column(line: Record<string, unknown>, name: string, length?: number): Float64Array | undefined {
  const values = line[name];
  if (values === undefined || values === null) return undefined;
  if (!Array.isArray(values)) throw new PriceLineError(`"${name}" is not a list`);
  if (length !== undefined && values.length !== length)
    throw new PriceLineError(`"${name}" has ${values.length} values, "close" has ${length}`);
  return Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
}

function prices(line: Record<string, unknown>, name: string): Float64Array | undefined {
  const values = column(line, name);
  const bad = values?.findIndex((value) => !(value > 0 && value < Infinity)) ?? -1;
  if (bad >= 0) throw new PriceLineError(`"${name}"[${bad}] is not a positive number`);
  return values;
}

function readRange(line: Record<string, unknown>, close: Float64Array): PriceHistory['range'] {
  const open = column(line, 'open', close.length);
  const high = column(line, 'high', close.length);
  const low = column(line, 'low', close.length);
  if (open === undefined || high === undefined || low === undefined) return undefined;
  return soundRange({ open, high, low }, close);
}

function readDates(line: Record<string, unknown>, length: number): number[] | undefined {
  const values = line.date;
  if (values === undefined || values === null) return undefined;
  if (!Array.isArray(values) || values.length !== length)
    throw new PriceLineError('"date" is not a list as long as "close"');
  const dates = values.map((value) => Number(String(value).replaceAll('-', '')));
  const bad = dates.findIndex((date, i) => !(date > (dates[i - 1] ?? 0)));
  if (bad >= 0) throw new PriceLineError(`"date"[${bad}] does not come after the one before`);
  return dates;
}
