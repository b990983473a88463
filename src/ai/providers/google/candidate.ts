import type { FinishReason, ToolCall } from '../../chat.ts';
import { type Json, objectAt, objectsAt, textAt } from '../json.ts';
import { toFinishReason } from './finish-reason.ts';

export interface CandidateParts {
  readonly text: string;
  readonly calls: readonly Omit<ToolCall, 'id'>[];
  readonly finishReason: FinishReason | null;
}

/** The parts of an answer or of a stream's chunk; thoughts are not part of the text. */
export function readCandidate(body: Json): CandidateParts {
  const candidate = objectsAt(body, 'candidates')[0];
  const parts = objectsAt(objectAt(candidate, 'content'), 'parts');
  const text = parts.map((part) => (part.thought === true ? '' : (textAt(part, 'text') ?? ''))).join('');
  const calls = parts.flatMap((part) => {
    const call = objectAt(part, 'functionCall');
    return call === undefined
      ? []
      : [{ name: textAt(call, 'name') ?? '', arguments: JSON.stringify(call.args ?? {}) }];
  });
  const blocked = textAt(objectAt(body, 'promptFeedback'), 'blockReason') !== null;
  const finishReason = blocked ? 'content_filter' : toFinishReason(textAt(candidate, 'finishReason'));
  return { text, calls, finishReason };
}

/** Google says STOP after a function call too. */
export function withToolCalls(finishReason: FinishReason, calls: number): FinishReason {
  return finishReason === 'stop' && calls > 0 ? 'tool_calls' : finishReason;
}

/** Google gives calls no id; ours names the position, which is all a result needs. */
export function callId(responseId: string | null, index: number): string {
  return `call_${responseId ?? 'google'}_${index}`;
}
