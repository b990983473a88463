import type { IncomingHttpHeaders } from 'node:http';
import { type TSchema, Type } from 'typebox';
import type { Channel, ChannelRequest } from '#contracts/websocket';
import { ErrorFrame, Frame, Position, ResumedFrame } from '#contracts/websocket';
import { CLOSE } from './line.ts';
import { MAX_REQUEST_ID, requestsOf } from './requests.ts';
import { streamPath } from './stream-path.ts';

const RequestId = {
  request_id: Type.Optional(
    Type.String({
      maxLength: MAX_REQUEST_ID,
      description: 'Chosen by the client; the answer carries it back',
    }),
  ),
};

/** Why a connection ends, for whoever writes a client. */
const CLOSE_CODES: Readonly<Record<keyof typeof CLOSE, string>> = {
  internalError: 'The snapshot could not be made: come back.',
  serviceRestart: 'The service restarts: come back.',
  tooMany: 'The key holds as many connections as it may: close some, or come back later.',
  tooSlow:
    'The client reads too slowly for a channel of which nothing is left out: come back with epoch and offset.',
  historyLost: 'The history begins later than the client stands: come back for a snapshot.',
  accessEnded: 'The key was revoked or has expired: do not come back with it.',
  missingScope: 'The key lacks the scope of the channel: do not come back with it.',
};

const SECURITY = {
  key: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer <key>, with the handshake' },
  ticket: {
    type: 'httpApiKey',
    name: 'ticket',
    in: 'query',
    description: 'For browsers: a one-time ticket from POST /analytics/ws-ticket, good for 30 seconds',
  },
};

/** Where the asker reached us, also behind a proxy that ends TLS. */
export function serversOf(headers: IncomingHttpHeaders): object {
  const isSecure = headers['x-forwarded-proto'] === 'https';
  return {
    here: {
      host: headers.host ?? 'localhost',
      protocol: isSecure ? 'wss' : 'ws',
      security: Object.keys(SECURITY).map((name) => ({ $ref: `#/components/securitySchemes/${name}` })),
    },
  };
}

/** AsyncAPI 3.0 of the channels: the same schemas that check frames describe them. */
export function asyncApiDocument(channels: Iterable<Channel>, version: string): object {
  const list = [...channels];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'RichesReach realtime',
      version,
      description:
        'WebSocket channels of JSON text frames. Connect with Authorization: Bearer <key>, or in a browser with ?ticket= from POST /analytics/ws-ticket. Close codes 4400 to 4499 mean: do not come back by itself; after any other, connect again after a random while.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(list.map((channel) => [nameOf(channel), describe(channel)])),
    operations: Object.fromEntries(list.flatMap(operations)),
    components: { securitySchemes: SECURITY },
    'x-close-codes': Object.fromEntries(
      Object.entries(CLOSE_CODES).map(([name, text]) => [CLOSE[name as keyof typeof CLOSE], text]),
    ),
  };
}

function nameOf(channel: Channel): string {
  return channel.path.split('/').filter(Boolean).join('_');
}

function describe(channel: Channel): object {
  const answers = Object.values(requestsOf(channel)).map((request): [string, object] => [
    request.answers,
    { ...message(request.answers, extended(request.answerSchema ?? Frame, RequestId)), ...CORRELATED },
  ]);
  const requests = Object.entries(requestsOf(channel)).map(([type, request]): [string, object] => [
    type,
    { ...message(type, extended(request.schema, RequestId)), ...CORRELATED, ...notes(request) },
  ]);
  const sent = Object.entries(sentFrames(channel)).map(([type, schema]): [string, object] => [
    type,
    message(type, schema),
  ]);
  return {
    address: channel.path,
    description: channel.summary,
    'x-scope': channel.scope,
    'x-event-stream': streamPath(channel),
    bindings: { ws: { method: 'GET', query: query(channel), bindingVersion: '0.1.0' } },
    messages: Object.fromEntries([...sent, ...answers, ...requests]),
  };
}

const CORRELATED = { correlationId: { location: '$message.payload#/request_id' } };

/** Frames the server sends by itself; those of an event channel say where they stand. */
function sentFrames({ kind, frames }: Channel): Record<string, TSchema> {
  const error = extended(frames.error ?? ErrorFrame, RequestId);
  if (kind === 'state') return { ...frames, error };
  const placed = Object.entries(frames).map(([type, schema]) => [
    type,
    extended(schema, Position.properties),
  ]);
  return { ...Object.fromEntries(placed), resumed: ResumedFrame, error };
}

function query({ kind }: Channel): TSchema {
  const ticket = { ticket: Type.Optional(Type.String({ description: 'From POST /analytics/ws-ticket' })) };
  return Type.Object(kind === 'state' ? ticket : { ...ticket, ...Type.Partial(Position).properties });
}

/** A schema of an object with more properties; what is no plain object stays as it is. */
function extended(schema: TSchema, more: Record<string, TSchema>): TSchema {
  return Type.IsObject(schema) ? Type.Object({ ...schema.properties, ...more }, optionsOf(schema)) : schema;
}

function optionsOf(schema: TSchema): Record<string, unknown> {
  const { additionalProperties, description } = schema as {
    additionalProperties?: boolean;
    description?: string;
  };
  return {
    ...(additionalProperties === undefined ? {} : { additionalProperties }),
    ...(description === undefined ? {} : { description }),
  };
}

/** Told apart by their `type`, whatever the room's own schema says of it. */
function message(name: string, schema: TSchema): { name: string; payload: TSchema } {
  return { name, payload: extended(schema, { type: Type.Literal(name) }) };
}

function notes({ summary, scope }: ChannelRequest): object {
  return { summary, ...(scope === undefined ? {} : { 'x-scope': scope }) };
}

function operations(channel: Channel): [string, object][] {
  const name = nameOf(channel);
  const at = { $ref: `#/channels/${name}` };
  const reference = (type: string) => ({ $ref: `#/channels/${name}/messages/${type}` });
  const updates: [string, object] = [
    `${name}_updates`,
    { action: 'send', channel: at, messages: Object.keys(sentFrames(channel)).map(reference) },
  ];
  const requests = Object.entries(requestsOf(channel)).map(([type, request]): [string, object] => [
    `${name}_${type}`,
    {
      action: 'receive',
      channel: at,
      summary: request.summary,
      messages: [reference(type)],
      reply: { channel: at, messages: [reference(request.answers), reference('error')] },
    },
  ]);
  return [updates, ...requests];
}
