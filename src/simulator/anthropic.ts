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

function contentOf(message: Json): string {
  if (typeof message.content === 'string') return message.content;
  return asObjects(message.content)
    .map((block) => asText(block.text) || asText(block.content))
    .join(' ');
}

function read(path: string, body: Json): SimulatedRequest | null {
  if (path !== '/v1/messages') return null;
  const messages = asObjects(body.messages);
  const last = messages.at(-1) ?? {};
  const choice = asObject(body.tool_choice);
  const format = asObject(asObject(body.output_config).format);
  return {
    model: asText(body.model),
    stream: body.stream === true,
    text: [asText(body.system), ...messages.map(contentOf)].join('\n'),
    question: contentOf(messages.findLast((message) => message.role === 'user') ?? {}),
    maxTokens: asCount(body.max_tokens, 4_096),
    tools: asObjects(body.tools).map((tool) => ({ name: asText(tool.name), schema: tool.input_schema })),
    toolChoice:
      choice.type === 'tool'
        ? asText(choice.name)
        : choice.type === 'any'
          ? 'required'
          : asText(choice.type) || 'auto',
    afterToolResult: asObjects(last.content).some((block) => block.type === 'tool_result'),
    jsonSchema: format.type === 'json_schema' ? format.schema : null,
    includeUsage: true,
  };
}

function stopReason(answer: SimulatedAnswer, quirks: Quirks): string {
  if (quirks.blocked) return 'refusal';
  if (quirks.contextExceeded) return 'model_context_window_exceeded';
  return { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' }[answer.finish];
}

function usageOf(answer: SimulatedAnswer, outputTokens: number) {
  return {
    input_tokens: answer.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
    service_tier: 'standard',
  };
}

function blocksOf(answer: SimulatedAnswer, quirks: Quirks): object[] {
  if (quirks.empty || quirks.blocked) return [];
  if (answer.toolCall === null) return [{ type: 'text', text: answer.text }];
  return [
    {
      type: 'tool_use',
      id: 'toolu_simulated_0',
      name: answer.toolCall.name,
      input: answer.toolCall.arguments,
    },
  ];
}

function reply(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): object {
  return {
    id: 'msg_simulated',
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: blocksOf(answer, quirks),
    stop_reason: stopReason(answer, quirks),
    stop_sequence: null,
    usage: quirks.usage === 'absent' ? undefined : usageOf(answer, answer.outputTokens),
  };
}

function frames(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): Frames {
  const event = (type: string, fields: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const told = quirks.usage !== 'absent';
  const message = {
    id: 'msg_simulated',
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...(told ? { usage: usageOf(answer, 1) } : {}),
  };
  const silent = quirks.empty || quirks.blocked;
  const block =
    answer.toolCall === null
      ? { type: 'text', text: '' }
      : { type: 'tool_use', id: 'toolu_simulated_0', name: answer.toolCall.name, input: {} };
  const deltas =
    answer.toolCall === null
      ? piecesOf(answer.text).map((text) => ({ type: 'text_delta', text }))
      : piecesOf(JSON.stringify(answer.toolCall.arguments)).map((json) => ({
          type: 'input_json_delta',
          partial_json: json,
        }));
  const usage = told ? { usage: { output_tokens: answer.outputTokens } } : {};
  return {
    head: [
      event('message_start', { message }),
      ...(silent ? [] : [event('content_block_start', { index: 0, content_block: block })]),
      event('ping'),
    ],
    tokens: silent ? [] : deltas.map((delta) => event('content_block_delta', { index: 0, delta })),
    tail: [
      ...(silent ? [] : [event('content_block_stop', { index: 0 })]),
      event('message_delta', {
        delta: { stop_reason: stopReason(answer, quirks), stop_sequence: null },
        ...usage,
      }),
      event('message_stop'),
    ],
  };
}

const ERRORS: Record<ErrorFault, [status: number, type: string, message: string]> = {
  rate_limit: [429, 'rate_limit_error', 'This request would exceed your rate limit.'],
  quota: [400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'],
  overload: [529, 'overloaded_error', 'Overloaded'],
  server_error: [500, 'api_error', 'Internal server error'],
  context: [400, 'invalid_request_error', 'prompt is too long: 250000 tokens > 200000 maximum'],
  auth: [401, 'authentication_error', 'invalid x-api-key'],
  stream_error: [529, 'overloaded_error', 'Overloaded'],
};

function error(fault: ErrorFault): ErrorAnswer {
  const [status, type, message] = ERRORS[fault];
  return {
    status,
    ...(fault === 'rate_limit' ? { headers: { 'retry-after': '1' } } : {}),
    body: { type: 'error', error: { type, message }, request_id: 'req_simulated' },
  };
}

export const anthropic: Vendor = {
  read,
  reply,
  frames,
  error,
  errorFrame: () => `event: error\ndata: ${JSON.stringify(error('stream_error').body)}\n\n`,
};
