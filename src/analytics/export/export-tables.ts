import type { EXPORTED } from '#contracts/privacy';

export type Exported = (typeof EXPORTED)[number];

/** `json` leaves as text in every format; `money` is dollars to the millionth. */
export type ColumnType = 'text' | 'timestamp' | 'number' | 'money' | 'json' | 'boolean';

export interface ExportTable {
  readonly table: string;
  /** Names and types, in the order they leave. */
  readonly columns: Readonly<Record<string, ColumnType>>;
}

export const TABLES: Readonly<Record<Exported, ExportTable>> = {
  events: {
    table: 'analytics_events',
    columns: {
      event_id: 'text',
      timestamp: 'timestamp',
      event_type: 'text',
      user_id: 'text',
      session_id: 'text',
      amount_usd: 'money',
      properties: 'json',
      context: 'json',
      simulated: 'boolean',
    },
  },
  'user-behavior': {
    table: 'user_behavior',
    columns: {
      event_id: 'text',
      timestamp: 'timestamp',
      event_type: 'text',
      user_id: 'text',
      session_id: 'text',
      page: 'text',
      action: 'text',
      duration: 'number',
      properties: 'json',
      simulated: 'boolean',
    },
  },
  metrics: {
    table: 'analytics_metrics',
    columns: {
      metric_id: 'text',
      timestamp: 'timestamp',
      name: 'text',
      value: 'number',
      metric_type: 'text',
      labels: 'json',
      metadata: 'json',
      simulated: 'boolean',
    },
  },
  'market-data': {
    table: 'market_data',
    columns: {
      timestamp: 'timestamp',
      symbol: 'text',
      price: 'number',
      volume: 'number',
      change: 'number',
      change_percent: 'number',
      high: 'number',
      low: 'number',
      open_price: 'number',
      close_price: 'number',
      simulated: 'boolean',
    },
  },
};
