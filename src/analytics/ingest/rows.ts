/** An event ready to be stored; `properties` and `context` are JSON already. */
export interface EventRow {
  readonly id: string;
  readonly at: number;
  readonly eventType: string;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly amountMicros: number | null;
  readonly properties: string;
  readonly context: string;
  readonly simulated: boolean;
}

export interface BehaviorRow {
  readonly id: string;
  readonly at: number;
  readonly eventType: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly page: string | null;
  readonly action: string | null;
  readonly duration: number | null;
  readonly properties: string;
  readonly simulated: boolean;
}

export interface MetricRow {
  readonly id: string;
  readonly at: number;
  readonly name: string;
  readonly value: number;
  readonly metricType: string;
  readonly labels: string;
  readonly metadata: string | null;
  readonly simulated: boolean;
}

/** What every stored row has: its identity. */
export interface Identified {
  readonly id: string;
  readonly at: number;
}
