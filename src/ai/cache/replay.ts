import type { Completion } from '../chat.ts';
import type { AnswerEvent } from '../execution/answer.ts';

/** The events that bring a whole answer as a stream would. */
export function* replay(completion: Completion): Generator<AnswerEvent> {
  const { text, refusal, toolCalls, finishReason, usage } = completion;
  for (const piece of text.match(/[\s\S]{1,256}/g) ?? []) yield { type: 'text', text: piece };
  if (refusal !== null) yield { type: 'refusal', text: refusal };
  for (const [index, call] of toolCalls.entries()) yield { type: 'tool', index, ...call };
  yield { type: 'finish', finishReason, usage };
}
