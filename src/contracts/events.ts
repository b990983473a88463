/** Facts that rooms tell each other on the bus. Keys are past-tense facts; payloads are plain JSON. */
export interface BusEvents {
  /** Daily bars were written. `symbols` is empty when the whole universe may have changed. */
  'market.bars.changed': { symbols: string[]; simulated: boolean };
  /** One AI request ended, well or not. */
  'ai.request.completed': {
    requestId: string;
    requestType: string;
    model: string | null;
    outcome: 'success' | 'failure';
    costUsd: number;
    latencyMs: number;
    inputTokens: number;
    outputTokens: number;
    simulated: boolean;
  };
}
export type BusEventName = keyof BusEvents;
