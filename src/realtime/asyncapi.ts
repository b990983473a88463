import type { TSchema } from 'typebox';
import type { Channel } from '#contracts/websocket';
import { ErrorFrame } from '#contracts/websocket';

/** AsyncAPI 3.0 of the channels: the same schemas that check frames describe them. */
export function asyncApiDocument(channels: Iterable<Channel>, version: string): object {
  const list = [...channels];
  return {
    asyncapi: '3.0.0',
    info: { title: 'RichesReach realtime', version, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(list.map((channel) => [nameOf(channel), describe(channel)])),
    operations: Object.fromEntries(list.flatMap(operations)),
  };
}

function nameOf(channel: Channel): string {
  return channel.path.split('/').filter(Boolean).join('_');
}

function describe(channel: Channel): object {
  const sent = Object.entries({ ...channel.frames, error: ErrorFrame }).map(([type, payload]) =>
    message(type, payload),
  );
  const taken = Object.entries(channel.requests).map(([type, request]) =>
    message(type, request.schema, request.summary),
  );
  return {
    address: channel.path,
    description: channel.summary,
    'x-scope': channel.scope,
    messages: Object.fromEntries([...sent, ...taken]),
  };
}

function message(name: string, payload: TSchema, summary?: string): [string, object] {
  return [name, { name, payload, ...(summary === undefined ? {} : { summary }) }];
}

function operations(channel: Channel): [string, object][] {
  const name = nameOf(channel);
  const reference = (type: string) => ({ $ref: `#/channels/${name}/messages/${type}` });
  const updates: [string, object] = [
    `${name}_updates`,
    {
      action: 'send',
      channel: { $ref: `#/channels/${name}` },
      messages: [...Object.keys(channel.frames), 'error'].map(reference),
    },
  ];
  const requests = Object.entries(channel.requests).map(([type, request]): [string, object] => [
    `${name}_${type}`,
    {
      action: 'receive',
      channel: { $ref: `#/channels/${name}` },
      messages: [reference(type)],
      reply: { channel: { $ref: `#/channels/${name}` }, messages: [reference(request.answers)] },
    },
  ]);
  return [updates, ...requests];
}
