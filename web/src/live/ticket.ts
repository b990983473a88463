import { RefusedError } from '#client';
import { requestJson } from '../api/client.ts';
import { ProblemError } from '../api/problem.ts';

/**
 * A ticket that is good for one connection. Asked for without a key too: on its own machine a developer needs none.
 *
 * @throws RefusedError where trying again is no use
 */
export async function oneTimeTicket(): Promise<string> {
  try {
    const { ticket } = await requestJson<{ ticket: string }>('/analytics/ws-ticket', {
      method: 'POST',
      background: true,
    });
    return ticket;
  } catch (error) {
    if (error instanceof ProblemError && (error.problem.status === 401 || error.problem.status === 403))
      throw new RefusedError(error.problem.detail);
    throw error;
  }
}
