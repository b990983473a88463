import type { FinishReason } from '../../chat.ts';

const REASONS: Record<string, FinishReason> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  content_filter: 'content_filter',
};

/** Null where the answer does not say that it ended. */
export function toFinishReason(reason: string | null): FinishReason | null {
  return reason === null ? null : (REASONS[reason] ?? 'stop');
}
