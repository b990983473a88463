import { requestJson } from '../api/client.ts';
import { currentKey } from '../api/key.ts';

/**
 * Where to open a channel. A browser cannot send a header with a WebSocket, so a tab with a key first gets a ticket
 * that is good for one connection.
 */
export async function channelAddress(path: string): Promise<string> {
  const address = new URL(path, window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  if (currentKey() !== null) {
    const { ticket } = await requestJson<{ ticket: string }>('/analytics/ws-ticket', {
      method: 'POST',
      background: true,
    });
    address.searchParams.set('ticket', ticket);
  }
  return address.href;
}
