import { type Static, Type } from 'typebox';

/** OpenAI's Chat Completions wire format, as far as the router reads it; other fields pass through to OpenAI models. */
const TextPart = Type.Object(
  { type: Type.Literal('text'), text: Type.String() },
  { additionalProperties: true },
);
const ImagePart = Type.Object({
  type: Type.Literal('image_url'),
  image_url: Type.Object(
    { url: Type.String({ minLength: 1 }), detail: Type.Optional(Type.String()) },
    { additionalProperties: false },
  ),
});
const RefusalPart = Type.Object({ type: Type.Literal('refusal'), refusal: Type.String() });
export const ContentPart = Type.Union([TextPart, ImagePart, RefusalPart]);
export type ContentPart = Static<typeof ContentPart>;

const ToolCallItem = Type.Object({
  id: Type.String(),
  type: Type.Literal('function'),
  function: Type.Object({ name: Type.String(), arguments: Type.String() }),
});

export const ChatMessage = Type.Object(
  {
    role: Type.Enum(['system', 'developer', 'user', 'assistant', 'tool']),
    content: Type.Optional(Type.Union([Type.String(), Type.Array(ContentPart), Type.Null()])),
    name: Type.Optional(Type.String()),
    tool_calls: Type.Optional(Type.Array(ToolCallItem)),
    tool_call_id: Type.Optional(Type.String()),
    refusal: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  },
  { additionalProperties: true },
);
export type ChatMessage = Static<typeof ChatMessage>;

const JsonSchemaObject = Type.Object({}, { additionalProperties: true });

export const ChatTool = Type.Object({
  type: Type.Literal('function'),
  function: Type.Object({
    name: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    description: Type.Optional(Type.String()),
    parameters: Type.Optional(JsonSchemaObject),
    strict: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  }),
});
export type ChatTool = Static<typeof ChatTool>;

export const ToolChoice = Type.Union([
  Type.Enum(['none', 'auto', 'required']),
  Type.Object({ type: Type.Literal('function'), function: Type.Object({ name: Type.String() }) }),
]);
export type ToolChoice = Static<typeof ToolChoice>;

export const ResponseFormat = Type.Union([
  Type.Object({ type: Type.Enum(['text', 'json_object']) }),
  Type.Object({
    type: Type.Literal('json_schema'),
    json_schema: Type.Object({
      name: Type.String(),
      description: Type.Optional(Type.String()),
      schema: Type.Optional(JsonSchemaObject),
      strict: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    }),
  }),
]);
export type ResponseFormat = Static<typeof ResponseFormat>;

const nullable = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

/** What `POST /v1/chat/completions` takes. `model: "auto"` routes; a name of `GET /v1/models` pins. */
export const ChatCompletionBody = Type.Object(
  {
    model: Type.String({ minLength: 1, maxLength: 128 }),
    messages: Type.Array(ChatMessage, { minItems: 1, maxItems: 10_000 }),
    max_tokens: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    max_completion_tokens: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    temperature: nullable(Type.Number({ minimum: 0, maximum: 2 })),
    top_p: nullable(Type.Number({ minimum: 0, maximum: 1 })),
    n: nullable(Type.Integer({ minimum: 1, maximum: 128 })),
    stop: nullable(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 4 })])),
    seed: nullable(Type.Integer()),
    presence_penalty: nullable(Type.Number({ minimum: -2, maximum: 2 })),
    frequency_penalty: nullable(Type.Number({ minimum: -2, maximum: 2 })),
    tools: Type.Optional(Type.Array(ChatTool, { maxItems: 128 })),
    tool_choice: Type.Optional(ToolChoice),
    parallel_tool_calls: Type.Optional(Type.Boolean()),
    response_format: Type.Optional(ResponseFormat),
    user: Type.Optional(Type.String({ maxLength: 128 })),
    service_tier: nullable(Type.String({ maxLength: 32 })),
    stream: nullable(Type.Boolean()),
    stream_options: nullable(
      Type.Object({ include_usage: Type.Optional(Type.Boolean()) }, { additionalProperties: true }),
    ),
  },
  { additionalProperties: true },
);
export type ChatCompletionBody = Static<typeof ChatCompletionBody>;
