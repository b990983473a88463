import { expect, it } from 'vitest';
import { channelsOf } from './async-api.ts';

const $ref = (path: string) => ({ $ref: path });

it("tells frames from requests by the server's side", () => {
  const messages = {
    update: { name: 'update', payload: {} },
    ask: { name: 'ask', summary: 'Ask', payload: { type: 'object' } },
    told: { name: 'told', payload: {} },
  };
  const document = {
    channels: {
      board: {
        address: '/board',
        description: 'A board',
        'x-scope': 'market:read',
        'x-event-stream': '/stream/board',
        messages,
      },
      quiet: { address: '/quiet', 'x-event-stream': '/stream/quiet', messages: {} },
    },
    'x-close-codes': {},
    operations: {
      updates: {
        action: 'send' as const,
        channel: $ref('#/channels/board'),
        messages: [$ref('#/channels/board/messages/update'), $ref('#/channels/board/messages/gone')],
      },
      ask: {
        action: 'receive' as const,
        channel: $ref('#/channels/board'),
        messages: [$ref('#/channels/board/messages/ask')],
        reply: { messages: [$ref('#/channels/board/messages/told')] },
      },
    },
  };
  expect(channelsOf(document)).toEqual([
    {
      name: 'board',
      address: '/board',
      description: 'A board',
      scope: 'market:read',
      eventStream: '/stream/board',
      frames: [messages.update],
      requests: [{ message: messages.ask, answer: 'told' }],
    },
    {
      name: 'quiet',
      address: '/quiet',
      description: '',
      scope: null,
      eventStream: '/stream/quiet',
      frames: [],
      requests: [],
    },
  ]);
});
