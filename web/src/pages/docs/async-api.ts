import { type JsonSchema, pointedAt } from './json-schema.ts';

/** The part of AsyncAPI 3.0 that our server writes. */
export interface AsyncApi {
  readonly channels: Readonly<Record<string, RawChannel>>;
  readonly operations: Readonly<Record<string, RawOperation>>;
  readonly 'x-close-codes': Readonly<Record<string, string>>;
}

interface RawChannel {
  readonly address: string;
  readonly description?: string;
  readonly 'x-scope'?: string;
  readonly 'x-event-stream': string;
}

interface Reference {
  readonly $ref: string;
}

interface RawOperation {
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly messages?: readonly Reference[];
  readonly reply?: { readonly messages?: readonly Reference[] };
}

interface ChannelMessage {
  readonly name: string;
  readonly summary?: string;
  readonly payload: JsonSchema;
}

export interface ChannelReference {
  readonly name: string;
  readonly address: string;
  readonly description: string;
  readonly scope: string | null;
  /** Where the same frames come as server-sent events. */
  readonly eventStream: string;
  /** What the server sends by itself. */
  readonly frames: readonly ChannelMessage[];
  /** What a client may send, with the frame that answers it. */
  readonly requests: readonly { readonly message: ChannelMessage; readonly answer: string }[];
}

/** The channels of a document. Its actions are told from the server's side: it sends frames and receives requests. */
export function channelsOf(document: AsyncApi): ChannelReference[] {
  return Object.entries(document.channels).map(([name, channel]) => {
    const own = Object.values(document.operations).filter(
      ({ channel: at }) => at.$ref === `#/channels/${name}`,
    );
    return {
      name,
      address: channel.address,
      description: channel.description ?? '',
      scope: channel['x-scope'] ?? null,
      eventStream: channel['x-event-stream'],
      frames: own
        .filter(({ action }) => action === 'send')
        .flatMap(({ messages }) => read(document, messages)),
      requests: own
        .filter(({ action }) => action === 'receive')
        .flatMap(({ messages, reply }) =>
          read(document, messages).map((message) => ({
            message,
            answer: reply?.messages?.[0]?.$ref.split('/').at(-1) ?? '',
          })),
        ),
    };
  });
}

function read(document: AsyncApi, references: readonly Reference[] = []): ChannelMessage[] {
  return references.flatMap(({ $ref }) => {
    const message = pointedAt(document, $ref);
    return message === undefined ? [] : [message as ChannelMessage];
  });
}
