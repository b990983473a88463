import type { Channel } from '#contracts/websocket';
import { defineRoute, type Route } from '#platform';
import { asyncApiDocument, serversOf } from './asyncapi.ts';
import { EventStreamLine } from './event-stream-line.ts';
import type { Hub } from './hub.ts';
import { readEventId } from './position.ts';
import { streamPath } from './stream-path.ts';

export function realtimeRoutes(hub: Hub, version: string): Route[] {
  const channels = [...hub.channels.values()];
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
  ];
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
