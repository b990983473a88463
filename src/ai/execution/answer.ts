import type { ChatEvent, Completion } from '../chat.ts';
import type { Provider, ProviderCall } from '../providers/provider.ts';

/** What an upstream call yields: the events of a stream, or one whole answer. */
export type AnswerEvent = ChatEvent | { readonly type: 'whole'; readonly completion: Completion };

/** Calls a provider either way. The stream's own iterator is handed on: a generator around it would cost every chunk. */
export async function callProvider(
  provider: Provider,
  call: ProviderCall,
  stream: boolean,
): Promise<AsyncIterator<AnswerEvent>> {
  if (stream) return (await provider.stream(call))[Symbol.asyncIterator]();
  return one({ type: 'whole', completion: await provider.complete(call) });
}

async function* one(event: AnswerEvent): AsyncGenerator<AnswerEvent> {
  yield event;
}

/** Tokens an event is worth where the provider does not say; four characters each. */
export function likelyTokens(event: AnswerEvent): number {
  switch (event.type) {
    case 'text':
    case 'refusal':
      return Math.ceil(event.text.length / 4);
    case 'tool':
      return Math.ceil((event.arguments.length + (event.name?.length ?? 0)) / 4);
    case 'raw':
      return event.tokens;
    case 'whole':
      return Math.ceil(event.completion.text.length / 4) + toolCharacters(event.completion) / 4;
    case 'finish':
      return 0;
  }
}

function toolCharacters({ toolCalls }: Completion): number {
  return toolCalls.reduce((sum, call) => sum + call.name.length + call.arguments.length, 0);
}
