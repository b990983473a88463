import type { Channel } from '#contracts/websocket';
import { DomainError, defineRoute, type Route } from '#platform';
import { asyncApiDocument, serversOf } from './asyncapi.ts';
import { EventStreamLine } from './event-stream-line.ts';
import type { Hub } from './hub.ts';
import { readEventId } from './position.ts';
import { streamPath } from './stream-path.ts';

/** Event streams, the description, and a hint at each channel's own address unless `others` answer there. */
export function realtimeRoutes(hub: Hub, version: string, others: readonly Route[] = []): Route[] {
  const channels = [...hub.channels.values()];
  const taken = new Set(others.filter(({ method }) => method === 'GET').map(({ path }) => path));
  const document = asyncApiDocument(channels, version);
  return [
    defineRoute({
      method: 'GET',
      path: '/asyncapi.json',
      scope: 'public',
      tag: 'platform',
      summary: 'The WebSocket channels as AsyncAPI 3.0',
      schemas: {},
      handler: ({ raw }) => ({ ...document, servers: serversOf(raw.headers) }),
    }),
    ...channels.map((channel) => streamRoute(hub, channel)),
    ...channels.filter(({ path }) => !taken.has(path)).map(handshakeRoute),
  ];
}

/** What a request without an upgrade gets at a channel's address. */
function handshakeRoute(channel: Channel): Route {
  const { path, summary } = channel;
  return defineRoute({
    method: 'GET',
    path,
    scope: 'public',
    tag: 'analytics',
    summary: `WebSocket: ${path}`,
    description: `${summary} Connect with a WebSocket client (/docs/websocket); ${streamPath(channel)} sends the same frames as server-sent events.`,
    schemas: {},
    handler({ reply }) {
      reply.header('upgrade', 'websocket').header('connection', 'upgrade');
      throw new DomainError(
        'upgrade-required',
        `${path} is a WebSocket. Connect with a WebSocket client, as /docs/websocket shows, or listen to ${streamPath(channel)}.`,
      );
    },
  });
}

/** A channel for clients that only listen: what its WebSocket sends, as server-sent events. */
function streamRoute(hub: Hub, channel: Channel): Route {
  return defineRoute({
    method: 'GET',
    path: streamPath(channel),
    scope: channel.scope,
    tag: 'analytics',
    summary: `${channel.path} as server-sent events`,
    description:
      channel.kind === 'event'
        ? `${channel.summary} Every event has the id epoch:offset; send the last one as Last-Event-ID to get what was missed.`
        : channel.summary,
    schemas: {},
    eventStream: true,
    handler({ raw, reply, principal }) {
      const id = raw.headers['last-event-id'];
      hub.open(channel, new EventStreamLine(reply), principal, readEventId(id?.toString()));
      return reply;
    },
  });
}
