/** Facts that rooms tell each other on the bus. Keys are past-tense facts; payloads are plain JSON. */
export interface BusEvents {
  /**
   * Bars or instruments were committed. `symbols` is empty when the whole universe may have changed; `since` is the
   * earliest session touched, absent when that may be any.
   */
  'market.bars.changed': { symbols: string[]; simulated: boolean; since?: string };
  /** This process did not hear the others for a while and hears them again: what it holds may be old. */
  'bus.resumed': Record<string, never>;
  /** A position in the log of the bus was taken; whoever reads that far knows all that was told before. */
  'bus.marked': Record<string, never>;
  /** This process has taken changed bars into its universe: answers made from now on show them. */
  'market.universe.refreshed': { symbols: string[] };
  /** A key was made, rotated or revoked. */
  'access.keys.changed': { id: string };
  /** Events or user behaviour were committed; `days` are the UTC days they fell on. */
  'analytics.events.committed': { count: number; days: string[] };
  /** Metrics were committed. */
  'analytics.metrics.committed': { count: number; names: string[] };
  /** Frames were added to the history of an event channel. */
  'channel.frames.committed': { path: string };
  /** A kill switch or a budget was changed, or an answer was rated. */
  'ai.controls.changed': Record<string, never>;
  /** A portfolio was valued; the names are those of metrics, e.g. `portfolio_value`, `risk_metrics.volatility`. */
  'portfolio.valued': { portfolioId: string; metrics: Record<string, number>; simulated: boolean };
  /**
   * A value of the market or of a metric was found anomalous; `at` is its time (ISO 8601), at most two days ago. Told
   * once, or again with the same id where the process died while telling.
   */
  'anomaly.detected': {
    anomalyId: number;
    source: 'market' | 'metric';
    /** The symbol or the metric. */
    name: string;
    detector: string;
    /** 0 to 1; from `threshold` on a value is an anomaly. */
    score: number;
    threshold: number;
    /** Which statistic, and how far outside its earlier range, in words. */
    reason: string;
    value: number;
    at: string;
    simulated: boolean;
  };
  /** An alert rule was made, changed or deleted. */
  'alerts.rules.changed': Record<string, never>;
  /** An annotation was made, changed or deleted. */
  'annotations.changed': Record<string, never>;
  /** AI requests ended, well or not. */
  'ai.requests.completed': {
    requests: {
      requestId: string;
      /** When it ended, ms since 1970; with the id it names the request. */
      endedAtMs: number;
      requestType: string;
      model: string | null;
      outcome: 'success' | 'failure';
      costUsd: number;
      latencyMs: number;
      inputTokens: number;
      outputTokens: number;
      simulated: boolean;
    }[];
  };
}
export type BusEventName = keyof BusEvents;

/** Facts about one process only; every other fact reaches the other processes on the same database too. */
export const LOCAL_EVENTS: ReadonlySet<BusEventName> = new Set<BusEventName>([
  'bus.resumed',
  'market.universe.refreshed',
]);
