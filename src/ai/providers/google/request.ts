import type { ChatMessage, ContentPart, ToolChoice } from '#contracts/chat';
import type { ChatRequest } from '../../chat.ts';
import { inlineImage } from '../image.ts';
import { isInstruction, partsOf, textOf, toolNames } from '../messages.ts';
import type { ProviderCall } from '../provider.ts';

type Part = Record<string, unknown>;
interface Content {
  readonly role: 'user' | 'model';
  readonly parts: Part[];
}

/** The generateContent body of a call. */
export function toBody({ request }: ProviderCall): string {
  const system = request.messages.filter(isInstruction).map(textOf).join('\n\n');
  return JSON.stringify({
    systemInstruction: system === '' ? undefined : { parts: [{ text: system }] },
    contents: toContents(request.messages),
    tools: toTools(request),
    toolConfig: toToolConfig(request.tool_choice),
    generationConfig: toGenerationConfig(request),
  });
}

function toContents(messages: readonly ChatMessage[]): Content[] {
  const names = toolNames(messages);
  const contents: Content[] = [];
  for (const message of messages) {
    if (isInstruction(message)) continue;
    const role = message.role === 'assistant' ? 'model' : 'user';
    const parts = toParts(message, names);
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else if (parts.length > 0) contents.push({ role, parts });
  }
  return contents;
}

function toParts(message: ChatMessage, names: ReadonlyMap<string, string>): Part[] {
  if (message.role === 'tool') {
    const name = names.get(message.tool_call_id ?? '') ?? message.name ?? 'tool';
    return [{ functionResponse: { name, response: { result: textOf(message) } } }];
  }
  const calls = (message.tool_calls ?? []).map((call) => ({
    functionCall: { name: call.function.name, args: parseArguments(call.function.arguments) },
  }));
  return [...partsOf(message).map(toPart), ...calls];
}

function toPart(part: ContentPart): Part {
  if (part.type === 'text') return { text: part.text };
  if (part.type === 'refusal') return { text: part.refusal };
  const inline = inlineImage(part.image_url.url);
  if (inline === null) return { fileData: { fileUri: part.image_url.url } };
  return { inlineData: { mimeType: inline.mediaType, data: inline.base64 } };
}

function toTools({ tools }: ChatRequest): Part[] | undefined {
  if (tools === undefined || tools.length === 0) return undefined;
  const functionDeclarations = tools.map(({ function: tool }) => ({
    name: tool.name,
    description: tool.description,
    parametersJsonSchema: tool.parameters,
  }));
  return [{ functionDeclarations }];
}

function toToolConfig(choice: ToolChoice | undefined): Part | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'object')
    return { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [choice.function.name] } };
  const mode = { auto: 'AUTO', required: 'ANY', none: 'NONE' }[choice];
  return { functionCallingConfig: { mode } };
}

function toGenerationConfig(request: ChatRequest): Part {
  const format = request.response_format;
  return {
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature ?? undefined,
    topP: request.top_p ?? undefined,
    seed: request.seed ?? undefined,
    presencePenalty: request.presence_penalty ?? undefined,
    frequencyPenalty: request.frequency_penalty ?? undefined,
    stopSequences: typeof request.stop === 'string' ? [request.stop] : (request.stop ?? undefined),
    responseMimeType: format === undefined || format.type === 'text' ? undefined : 'application/json',
    responseJsonSchema: format?.type === 'json_schema' ? format.json_schema.schema : undefined,
  };
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return { text };
  }
}
