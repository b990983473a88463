import { expect, it, vi } from 'vitest';
import { channelClient } from './index.ts';

it('says what is missing where there is no WebSocket, instead of trying for ever', () => {
  vi.stubGlobal('WebSocket', undefined);
  expect(() => channelClient({ server: 'http://localhost', channel: 'alerts' })).toThrow(
    'Node has it from version 22 on',
  );
  vi.unstubAllGlobals();
});
