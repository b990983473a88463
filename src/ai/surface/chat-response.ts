import type { Completion, FinishReason, Usage } from '../chat.ts';
import type { AnswerEvent } from '../execution/answer.ts';

export interface ChatIdentity {
  readonly requestId: string;
  readonly model: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
}

/** A whole answer in Chat Completions' format. */
export function toChatCompletion(
  { requestId, model, created }: ChatIdentity,
  completion: Completion,
  usage: Usage | null,
) {
  const toolCalls = completion.toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }));
  const message = {
    role: 'assistant',
    content: completion.text === '' && toolCalls.length > 0 ? null : completion.text,
    refusal: completion.refusal,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
  return {
    id: `chatcmpl-${requestId}`,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: completion.finishReason }],
    ...(usage === null ? {} : { usage: toChatUsage(usage) }),
  };
}

export function toChatUsage(usage: Usage) {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

/** Turns events into Chat Completions chunks; relayed bytes stay as they are. */
export function createChunkWriter({ requestId, model, created }: ChatIdentity) {
  // Everything but the delta is the same in every chunk, so it is written once.
  const head = JSON.stringify({
    id: `chatcmpl-${requestId}`,
    object: 'chat.completion.chunk',
    created,
    model,
  }).slice(0, -1);
  const chunk = (delta: object, finish: FinishReason | null = null) =>
    `data: ${head},"choices":[{"index":0,"delta":${JSON.stringify(delta)},"finish_reason":${JSON.stringify(finish)}}]}\n\n`;
  let begun = false;
  let relayed = false;
  const first = () => {
    if (begun) return '';
    begun = true;
    return chunk({ role: 'assistant', content: '' });
  };
  return {
    /** The frame of an event; null where it has none. */
    frame(event: AnswerEvent): string | Buffer | null {
      switch (event.type) {
        case 'raw':
          relayed = true;
          return event.bytes;
        case 'text':
          return first() + chunk({ content: event.text });
        case 'refusal':
          return first() + chunk({ refusal: event.text });
        case 'tool':
          return first() + chunk({ tool_calls: [toToolDelta(event)] });
        case 'finish':
          return relayed ? null : first() + chunk({}, event.finishReason);
        case 'whole':
          return null;
      }
    },
    /** The chunk that carries usage, where the client asked for one. */
    usage: (usage: Usage) => `data: ${head},"choices":[],"usage":${JSON.stringify(toChatUsage(usage))}}\n\n`,
  };
}

function toToolDelta(event: Extract<AnswerEvent, { type: 'tool' }>) {
  return {
    index: event.index,
    ...(event.id === null ? {} : { id: event.id, type: 'function' }),
    function: { ...(event.name === null ? {} : { name: event.name }), arguments: event.arguments },
  };
}
