import type { ChatMessage, ContentPart } from '#contracts/chat';

/** A message's content as parts, whichever way it was written. */
export function partsOf(message: ChatMessage): readonly ContentPart[] {
  const { content } = message;
  if (content === undefined || content === null || content === '') return [];
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** A message's text alone. */
export function textOf(message: ChatMessage): string {
  if (typeof message.content === 'string') return message.content;
  return partsOf(message)
    .map((part) => (part.type === 'text' ? part.text : part.type === 'refusal' ? part.refusal : ''))
    .join('');
}

export function isInstruction(message: ChatMessage): boolean {
  return message.role === 'system' || message.role === 'developer';
}

/** The tool's name for each call id: OpenAI's results name only the id, Google's only the tool. */
export function toolNames(messages: readonly ChatMessage[]): ReadonlyMap<string, string> {
  return new Map(
    messages.flatMap(({ tool_calls = [] }) =>
      tool_calls.map((call): [string, string] => [call.id, call.function.name]),
    ),
  );
}
