import type { FinishReason } from '../../chat.ts';

const REASONS: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/** Null where the answer does not say that it ended. */
export function toFinishReason(reason: string | null): FinishReason | null {
  return reason === null ? null : (REASONS[reason] ?? 'stop');
}
