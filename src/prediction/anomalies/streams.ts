/** What is judged of a symbol or a metric. */
export type StreamKind = 'daily_return' | 'daily_volume' | 'quote_return' | 'metric';

export interface Stream {
  readonly kind: StreamKind;
  /** The symbol, or the metric's name. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A value to judge: `judged` is what the detector sees, `shown` what a reader knows, e.g. the price. */
export interface StreamValue {
  readonly atMs: number;
  /** Orders values of the same time; a row's id, or 0. */
  readonly id: number;
  readonly judged: number;
  readonly shown: number;
  readonly simulated: boolean;
}

export const DETECTOR_NAME = 'record-novelty';

export const KIND_WORDS: Readonly<Record<StreamKind, string>> = {
  daily_return: 'Logarithmic daily return',
  daily_volume: 'Logarithm of the daily volume',
  quote_return: 'Logarithmic change from the quote before',
  metric: 'metric',
};

export function sourceOf({ kind }: Pick<Stream, 'kind'>): 'market' | 'metric' {
  return kind === 'metric' ? 'metric' : 'market';
}

/** One text for a stream, e.g. `AAPL daily_return` or `cpu_usage metric {"process":"web"}`. */
export function seriesOf({ kind, name, labels }: Stream): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const suffix = entries.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(entries))}`;
  return `${name} ${kind}${suffix}`;
}

/** What its reasons call a stream. */
export function wordsOf({ kind, name }: Stream): string {
  return kind === 'metric' ? name : `${KIND_WORDS[kind]} of ${name}`;
}
