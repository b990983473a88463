import { requestJson } from '../api/client.ts';
import { currentKey } from '../api/key.ts';

/** A ticket that is good for one connection, where this tab has a key. */
export async function ticketOfKey(): Promise<string | undefined> {
  if (currentKey() === null) return undefined;
  const { ticket } = await requestJson<{ ticket: string }>('/analytics/ws-ticket', {
    method: 'POST',
    background: true,
  });
  return ticket;
}
