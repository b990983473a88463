import type { Channel } from '#contracts/websocket';
import { defineRoute, type Route } from '#platform';
import { asyncApiDocument } from './asyncapi.ts';

export function realtimeRoutes(channels: readonly Channel[], version: string): Route[] {
  const document = asyncApiDocument(channels, version);
  return [
    defineRoute({
      method: 'GET',
      path: '/asyncapi.json',
      scope: 'public',
      tag: 'platform',
      summary: 'The WebSocket channels as AsyncAPI 3.0',
      schemas: {},
      handler: () => document,
    }),
  ];
}
