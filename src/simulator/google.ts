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

function contentOf(content: Json): string {
  return asObjects(content.parts)
    .map((part) => asText(part.text))
    .join(' ');
}

function read(path: string, body: Json): SimulatedRequest | null {
  const match = /^\/v1(?:beta)?\/models\/([^:/]+):(generateContent|streamGenerateContent)$/.exec(path);
  if (match === null) return null;
  const contents = asObjects(body.contents);
  const config = asObject(body.generationConfig);
  const calling = asObject(asObject(body.toolConfig).functionCallingConfig);
  const declarations = asObjects(body.tools).flatMap((tool) => asObjects(tool.functionDeclarations));
  const named = Array.isArray(calling.allowedFunctionNames) ? asText(calling.allowedFunctionNames[0]) : '';
  const schema = config.responseJsonSchema ?? config.responseSchema;
  return {
    model: decodeURIComponent(match[1] ?? ''),
    stream: match[2] === 'streamGenerateContent',
    text: [contentOf(asObject(body.systemInstruction)), ...contents.map(contentOf)].join('\n'),
    question: contentOf(contents.findLast((content) => content.role !== 'model') ?? {}),
    maxTokens: asCount(config.maxOutputTokens, 4_096),
    tools: declarations.map((tool) => ({
      name: asText(tool.name),
      schema: tool.parametersJsonSchema ?? tool.parameters,
    })),
    toolChoice: named || (calling.mode === 'NONE' ? 'none' : 'auto'),
    afterToolResult: asObjects(contents.at(-1)?.parts).some((part) => part.functionResponse !== undefined),
    jsonSchema: config.responseMimeType === 'application/json' ? (schema ?? { type: 'object' }) : null,
    includeUsage: true,
  };
}

function usageOf(answer: SimulatedAnswer) {
  return {
    promptTokenCount: answer.inputTokens,
    candidatesTokenCount: answer.outputTokens,
    totalTokenCount: answer.inputTokens + answer.outputTokens,
  };
}

function finishReason(answer: SimulatedAnswer, quirks: Quirks): string {
  if (quirks.blocked) return 'SAFETY';
  return answer.finish === 'length' || quirks.contextExceeded ? 'MAX_TOKENS' : 'STOP';
}

function body(request: SimulatedRequest, candidate: object | null, usage: object | undefined): object {
  return {
    candidates: candidate === null ? undefined : [candidate],
    promptFeedback: candidate === null ? { blockReason: 'SAFETY' } : undefined,
    usageMetadata: usage,
    modelVersion: request.model,
    responseId: 'simulated',
  };
}

function partsOf(answer: SimulatedAnswer, quirks: Quirks): object[] {
  if (quirks.empty) return [];
  if (answer.toolCall !== null)
    return [{ functionCall: { name: answer.toolCall.name, args: answer.toolCall.arguments } }];
  return [{ text: answer.text }];
}

function reply(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): object {
  const usage = quirks.usage === 'absent' ? undefined : usageOf(answer);
  if (quirks.blocked) return body(request, null, usage);
  const content = { role: 'model', parts: partsOf(answer, quirks) };
  return body(request, { content, finishReason: finishReason(answer, quirks), index: 0 }, usage);
}

function frames(request: SimulatedRequest, answer: SimulatedAnswer, quirks: Quirks): Frames {
  const frame = (value: object) => `data: ${JSON.stringify(value)}\r\n\r\n`;
  const usage = quirks.usage === 'absent' ? undefined : usageOf(answer);
  const part = (content: object) =>
    frame(
      body(
        request,
        { content: { role: 'model', parts: [content] }, index: 0 },
        usage && { promptTokenCount: answer.inputTokens },
      ),
    );
  const last = (parts: object[]) =>
    frame(
      body(
        request,
        { content: { role: 'model', parts }, finishReason: finishReason(answer, quirks), index: 0 },
        usage,
      ),
    );
  if (quirks.blocked || quirks.empty) return { head: [], tokens: [], tail: [last([])] };
  if (answer.toolCall !== null)
    return { head: [], tokens: partsOf(answer, quirks).map(part), tail: [last([])] };
  const pieces = piecesOf(answer.text);
  const ending = pieces.pop() ?? '';
  return { head: [], tokens: pieces.map((text) => part({ text })), tail: [last([{ text: ending }])] };
}

const ERRORS: Record<ErrorFault, [code: number, status: string, message: string]> = {
  rate_limit: [429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'],
  quota: [
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  overload: [503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'],
  server_error: [500, 'INTERNAL', 'An internal error has occurred.'],
  context: [
    400,
    'INVALID_ARGUMENT',
    'The input token count exceeds the maximum number of tokens allowed (1048576).',
  ],
  auth: [400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'],
  stream_error: [503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'],
};

const DETAILS: Partial<Record<ErrorFault, object[]>> = {
  rate_limit: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' }],
  quota: [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [] }],
  auth: [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
    },
  ],
};

function error(fault: ErrorFault, request?: SimulatedRequest): ErrorAnswer {
  const [code, status, message] = ERRORS[fault];
  const envelope = { error: { code, message, status, details: DETAILS[fault] ?? [] } };
  return { status: code, body: request?.stream === true ? [envelope] : envelope };
}

export const google: Vendor = {
  read,
  reply,
  frames,
  error,
  errorFrame: () => `data: ${JSON.stringify(error('stream_error').body)}\r\n\r\n`,
};
