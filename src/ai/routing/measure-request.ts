import type { ChatRequest } from '../chat.ts';
import type { Needs, PromptSize } from './task.ts';

/** Every token of a byte-level tokenizer covers at least one byte; each message adds a few of its own. */
const TOKENS_PER_MESSAGE = 8;
const LIKELY_BYTES_PER_TOKEN = 4;
const LIKELY_TOKENS_PER_IMAGE = 1_000;
/** Instructions of their own that providers put before a prompt with tools or with a schema. */
const TOKENS_FOR_TOOLS = 1_000;
const TOKENS_FOR_SCHEMA = 500;

const TRANSLATED = new Set([
  'messages',
  'maxTokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'n',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'user',
  // These change nothing in the answer, so a model that ignores them answers as well.
  'metadata',
  'store',
  'service_tier',
  'prompt_cache_key',
  'safety_identifier',
  'reasoning_effort',
  'verbosity',
]);

/** How large a prompt is, without a tokenizer. */
export function sizeOf(request: ChatRequest): PromptSize {
  let bytes = 0;
  let images = 0;
  for (const { content, tool_calls: calls } of request.messages) {
    if (typeof content === 'string') bytes += Buffer.byteLength(content);
    else {
      for (const part of content ?? []) {
        if (part.type === 'text') bytes += Buffer.byteLength(part.text);
        else if (part.type === 'image_url') images += 1;
      }
    }
    if (calls !== undefined) bytes += Buffer.byteLength(JSON.stringify(calls));
  }
  if (request.tools !== undefined) bytes += Buffer.byteLength(JSON.stringify(request.tools));
  if (request.response_format !== undefined)
    bytes += Buffer.byteLength(JSON.stringify(request.response_format));
  const instructions =
    (request.tools === undefined ? 0 : TOKENS_FOR_TOOLS) +
    (request.response_format === undefined ? 0 : TOKENS_FOR_SCHEMA);
  return {
    maxTokens: bytes + request.messages.length * TOKENS_PER_MESSAGE + instructions,
    likelyTokens: Math.ceil(bytes / LIKELY_BYTES_PER_TOKEN) + likelyOverheadOf(request, images),
    images,
  };
}

/** Tokens beside the text: marks of each message, and images. */
export function likelyOverheadOf({ messages }: ChatRequest, images: number): number {
  return messages.length * TOKENS_PER_MESSAGE + images * LIKELY_TOKENS_PER_IMAGE;
}

/** What a model must be able to do for a request. */
export function needsOf(request: ChatRequest, images: number, wantsVision = false): Needs {
  const foreign = Object.entries(request).flatMap(([name, value]) =>
    TRANSLATED.has(name) || value === undefined || value === null ? [] : [name],
  );
  return {
    vision: wantsVision || images > 0,
    tools: (request.tools?.length ?? 0) > 0,
    jsonSchema: request.response_format !== undefined && request.response_format.type !== 'text',
    openAiOnly: (request.n ?? 1) > 1 ? [...foreign, 'n'] : foreign,
  };
}
