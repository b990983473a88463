import type { ChatMessage, ChatTool, ContentPart, ToolChoice } from '#contracts/chat';
import type { ChatRequest } from '../../chat.ts';
import { ProviderFailure } from '../failure.ts';
import { inlineImage } from '../image.ts';
import { isInstruction, partsOf, textOf } from '../messages.ts';
import type { ProviderCall } from '../provider.ts';

type Block = Record<string, unknown>;
interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: Block[];
}

/** The Messages API body of a call. */
export function toBody(call: ProviderCall, stream: boolean): string {
  const { request } = call;
  return JSON.stringify({
    model: call.model,
    max_tokens: request.maxTokens,
    system: request.messages.filter(isInstruction).map(textOf).join('\n\n') || undefined,
    messages: toTurns(request.messages),
    // Anthropic's scale ends at 1.
    temperature: request.temperature == null ? undefined : Math.min(1, request.temperature),
    top_p: request.top_p ?? undefined,
    stop_sequences: typeof request.stop === 'string' ? [request.stop] : (request.stop ?? undefined),
    tools: request.tools?.map(toTool),
    tool_choice: toToolChoice(request),
    output_config: toOutputConfig(request),
    metadata: request.user === undefined ? undefined : { user_id: request.user },
    stream: stream || undefined,
  });
}

/** Turns must alternate, so neighbours of one role are joined; tool results are a user's blocks. */
function toTurns(messages: readonly ChatMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (isInstruction(message)) continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    const blocks = toBlocks(message);
    if (last?.role === role) last.content.push(...blocks);
    else if (blocks.length > 0) turns.push({ role, content: blocks });
  }
  return turns;
}

function toBlocks(message: ChatMessage): Block[] {
  if (message.role === 'tool')
    return [{ type: 'tool_result', tool_use_id: message.tool_call_id ?? '', content: textOf(message) }];
  const calls = (message.tool_calls ?? []).map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.function.name,
    input: parseArguments(call.function.arguments),
  }));
  return [...partsOf(message).map(toBlock), ...calls];
}

function toBlock(part: ContentPart): Block {
  if (part.type === 'text') return { type: 'text', text: part.text };
  if (part.type === 'refusal') return { type: 'text', text: part.refusal };
  const inline = inlineImage(part.image_url.url);
  return {
    type: 'image',
    source:
      inline === null
        ? { type: 'url', url: part.image_url.url }
        : { type: 'base64', media_type: inline.mediaType, data: inline.base64 },
  };
}

function toTool({ function: tool }: ChatTool): Block {
  return {
    name: tool.name,
    description: tool.description,
    input_schema: tool.parameters ?? { type: 'object', properties: {} },
  };
}

function toToolChoice({
  tools,
  tool_choice: choice,
  parallel_tool_calls: parallel,
}: ChatRequest): Block | undefined {
  if (tools === undefined || tools.length === 0) return undefined;
  if (choice === undefined && parallel !== false) return undefined;
  const single = parallel === false && choice !== 'none' ? { disable_parallel_tool_use: true } : {};
  return { ...chosen(choice ?? 'auto'), ...single };
}

function chosen(choice: ToolChoice): Block {
  if (typeof choice === 'object') return { type: 'tool', name: choice.function.name };
  return { type: choice === 'required' ? 'any' : choice };
}

function toOutputConfig({ response_format: format }: ChatRequest): Block | undefined {
  if (format?.type !== 'json_schema') return undefined;
  return { format: { type: 'json_schema', schema: format.json_schema.schema ?? { type: 'object' } } };
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch (error) {
    throw new ProviderFailure('invalid_request', 'The arguments of an earlier tool call are not JSON.', {
      cause: error,
    });
  }
}
