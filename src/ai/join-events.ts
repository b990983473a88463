import type { Completion, FinishReason, ToolCall, Usage } from './chat.ts';
import type { AnswerEvent } from './execution/answer.ts';
import { ProviderFailure } from './providers/failure.ts';
import { readRelayed } from './providers/openai/relay.ts';

/** Collects events as they pass, and puts them together into the whole answer. */
export function createJoiner(): { add(event: AnswerEvent): void; completion(): Completion } {
  let text = '';
  let refusal: string | null = null;
  let whole: Completion | null = null;
  let end: { finishReason: FinishReason; usage: Usage | null } | null = null;
  const tools: { id: string; name: string; arguments: string }[] = [];
  const addTool = (event: Extract<AnswerEvent, { type: 'tool' }>) => {
    const tool = (tools[event.index] ??= { id: '', name: '', arguments: '' });
    tool.id = event.id ?? tool.id;
    tool.name = event.name ?? tool.name;
    tool.arguments += event.arguments;
  };
  return {
    add(event) {
      if (event.type === 'raw') for (const part of readRelayed(event.bytes)) this.add(part);
      else if (event.type === 'text') text += event.text;
      else if (event.type === 'refusal') refusal = (refusal ?? '') + event.text;
      else if (event.type === 'tool') addTool(event);
      else if (event.type === 'whole') whole = event.completion;
      else if (event.type === 'finish') end = event;
    },
    completion() {
      if (whole !== null) return whole;
      if (end === null) throw new ProviderFailure('truncated', 'The answer ended without its end.');
      const toolCalls: ToolCall[] = tools.map((tool) => ({ ...tool, arguments: tool.arguments || '{}' }));
      return { text, refusal, toolCalls, finishReason: end.finishReason, usage: end.usage, raw: null };
    },
  };
}
