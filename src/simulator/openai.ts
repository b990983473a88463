import { piecesOf, type SimulatedAnswer, type SimulatedRequest } from './answer.ts';
import {
  asCount,
  asObject,
  asObjects,
  asText,
  type ErrorAnswer,
  type ErrorFault,
  type Frames,
  type Json,
  type Quirks,
  type Vendor,
} from './vendor.ts';

const CREATED = 1_700_000_000;

function contentOf(message: Json): string {
  if (typeof message.content === 'string') return message.content;
  return asObjects(message.content)
    .map((part) => asText(part.text))
    .join(' ');
}

function read(path: string, body: Json): SimulatedRequest | null {
  if (path !== '/v1/chat/completions') return null;
  const messages = asObjects(body.messages);
  const format = asObject(body.response_format);
  const schema = asObject(format.json_schema).schema;
  return {
    model: asText(body.model),
    stream: body.stream === true,
    text: messages.map(contentOf).join('\n'),
    question: contentOf(messages.findLast((message) => message.role === 'user') ?? {}),
    maxTokens: asCount(body.max_completion_tokens, asCount(body.max_tokens, 4_096)),
    tools: asObjects(body.tools).map(({ function: tool }) => ({
      name: asText(asObject(tool).name),
      schema: asObject(tool).parameters,
    })),
    toolChoice:
      asText(body.tool_choice) || asText(asObject(asObject(body.tool_choice).function).name) || 'auto',
    afterToolResult: messages.at(-1)?.role === 'tool',
    jsonSchema:
      format.type === 'json_schema' ? schema : format.type === 'json_object' ? { type: 'object' } : null,
    includeUsage: asObject(body.stream_options).include_usage === true,
  };
}

function usageOf(answer: SimulatedAnswer) {
  return {
    prompt_tokens: answer.inputTokens,
    completion_tokens: answer.outputTokens,
    total_tokens: answer.inputTokens + answer.outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

function finishOf(answer: SimulatedAnswer, quirks: Quirks): string {
  if (quirks.blocked) return 'content_filter';
  return quirks.contextExceeded ? 'length' : answer.finish;
}

function toolCallsOf({ toolCall }: SimulatedAnswer) {
  if (toolCall === null) return undefined;
  const named = { name: toolCall.name, arguments: JSON.stringify(toolCall.arguments) };
  return [{ id: 'call_simulated_0', type: 'function', function: named }];
}

function reply(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): object {
  const message = {
    role: 'assistant',
    content: quirks.blocked || answer.toolCall !== null ? null : answer.text,
    refusal: null,
    tool_calls: toolCallsOf(answer),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishOf(answer, quirks) };
  return {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: CREATED,
    model: request.model,
    choices: quirks.empty ? [] : [choice],
    usage: quirks.usage === 'absent' ? undefined : usageOf(answer),
    service_tier: 'default',
  };
}

function frames(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): Frames {
  const chunk = (fields: object) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-simulated', object: 'chat.completion.chunk', created: CREATED, model: request.model, ...fields })}\n\n`;
  const delta = (content: object, finish: string | null = null, extra: object = {}) =>
    chunk({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finish }], ...extra });
  const usage = usageOf(answer);
  const withText = quirks.usage === 'with_text' ? { usage } : {};
  const ownChunk = request.includeUsage && quirks.usage === 'ordinary' ? [chunk({ choices: [], usage })] : [];
  const calls = toolCallsOf(answer);
  const toolFrames =
    calls === undefined ? [] : [delta({ tool_calls: calls.map((call) => ({ index: 0, ...call })) })];
  const silent = quirks.blocked || quirks.empty;
  return {
    head: [delta({ role: 'assistant', content: '' })],
    tokens: silent ? [] : [...toolFrames, ...piecesOf(answer.text).map((content) => delta({ content }))],
    tail: [delta({}, finishOf(answer, quirks), withText), ...ownChunk, 'data: [DONE]\n\n'],
  };
}

const ERRORS: Record<ErrorFault, [status: number, type: string, code: string | null, message: string]> = {
  rate_limit: [429, 'requests', 'rate_limit_exceeded', 'Rate limit reached for requests.'],
  quota: [429, 'insufficient_quota', 'insufficient_quota', 'You exceeded your current quota.'],
  overload: [503, 'server_error', null, 'The engine is currently overloaded, please try again later.'],
  server_error: [500, 'server_error', null, 'The server had an error while processing your request.'],
  context: [
    400,
    'invalid_request_error',
    'context_length_exceeded',
    "This model's maximum context length is exceeded.",
  ],
  auth: [401, 'invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'],
  stream_error: [500, 'server_error', null, 'The server had an error while processing your request.'],
};

function error(fault: ErrorFault): ErrorAnswer {
  const [status, type, code, message] = ERRORS[fault];
  const limited = {
    'retry-after': '1',
    'retry-after-ms': '500',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '500ms',
  };
  return {
    status,
    ...(fault === 'rate_limit' ? { headers: limited } : {}),
    body: { error: { message, type, param: null, code } },
  };
}

export const openai: Vendor = {
  read,
  reply,
  frames,
  error,
  errorFrame: () => `data: ${JSON.stringify(error('stream_error').body)}\n\n`,
};
