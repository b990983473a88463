import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Principal, Scope } from '#contracts/access';
import type { Clock } from '#platform';
import type { IsStanding } from './standing.ts';

export const TICKET_SECONDS = 30;

/** One-time tickets for WebSocket handshakes, where a browser cannot send a header and a key must not be in a URL. */
export interface TicketStore {
  issue(principal: Principal): Promise<string>;
  /** The ticket's owner, once; undefined where it is unknown, used or expired, or where the owner's key has ended. */
  redeem(ticket: string): Promise<Principal | undefined>;
}

/** Tickets live in PostgreSQL, so that any process may redeem what another has issued, and exactly one does. */
export function createTicketStore(deps: { pool: Pool; clock: Clock; isStanding: IsStanding }): TicketStore {
  const { pool, clock, isStanding } = deps;
  return {
    async issue(principal) {
      const ticket = randomBytes(32).toString('base64url');
      const expiresAt = new Date(clock.now() + TICKET_SECONDS * 1000);
      await pool.query('DELETE FROM access_tickets WHERE expires_at < $1', [new Date(clock.now())]);
      await pool.query(
        'INSERT INTO access_tickets (ticket_hash, principal_id, principal_name, scopes, expires_at) VALUES ($1, $2, $3, $4, $5)',
        [hash(ticket), principal.id, principal.name, [...principal.scopes], expiresAt],
      );
      return ticket;
    },
    async redeem(ticket) {
      const { rows } = await pool.query<{ id: string; name: string; scopes: Scope[]; expiresAt: Date }>(
        `DELETE FROM access_tickets WHERE ticket_hash = $1
         RETURNING principal_id AS id, principal_name AS name, scopes, expires_at AS "expiresAt"`,
        [hash(ticket)],
      );
      const found = rows[0];
      if (found === undefined || found.expiresAt.getTime() <= clock.now()) return undefined;
      const principal = { id: found.id, name: found.name, scopes: new Set(found.scopes) };
      return (await isStanding(principal)) ? principal : undefined;
    },
  };
}

function hash(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
