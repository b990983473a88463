import type { Static } from 'typebox';
import { Whoami } from '#contracts/access';
import { TicketAnswer } from '#contracts/websocket';
import { type Clock, defineRoute, type Route } from '#platform';
import { known } from './admission.ts';
import { TICKET_SECONDS, type TicketStore } from './ticket-store.ts';

export function accessRoutes(deps: { tickets: TicketStore; clock: Clock }): Route[] {
  const timestamp = () => new Date(deps.clock.now()).toISOString();
  return [
    defineRoute({
      method: 'GET',
      path: '/access/whoami',
      scope: 'public',
      tag: 'platform',
      summary: 'Who the key belongs to and what it may do',
      schemas: { response: Whoami },
      handler: ({ principal }): Whoami => ({
        status: 'success',
        timestamp: timestamp(),
        id: principal.id,
        name: principal.name,
        scopes: [...principal.scopes],
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/ws-ticket',
      // Channels have scopes of their own, which the connection is held to; here any key will do.
      scope: 'public',
      tag: 'analytics',
      summary: 'A one-time ticket for a WebSocket connection',
      description: `Browsers cannot send headers with a WebSocket handshake. The ticket is good for one connection within ${TICKET_SECONDS} seconds.`,
      regional: true,
      schemas: { response: TicketAnswer },
      async handler({ principal }): Promise<Static<typeof TicketAnswer>> {
        const ticket = await deps.tickets.issue(known(principal));
        return { status: 'success', timestamp: timestamp(), ticket, expires_in_seconds: TICKET_SECONDS };
      },
    }),
  ];
}
