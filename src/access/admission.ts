import type { IncomingHttpHeaders } from 'node:http';
import type { Principal, Scope } from '#contracts/access';
import type { Config } from '#contracts/config';
import { DomainError } from '#platform';
import type { KeyVerifier } from './key-verifier.ts';
import { isLoopbackRequest } from './loopback.ts';

const ANONYMOUS: Principal = { id: 'anonymous', name: 'anonymous', scopes: new Set() };
export const LOCAL_ADMIN: Principal = { id: 'local-admin', name: 'local admin', scopes: new Set(['admin']) };

/** What admission looks at: the same for a request and for a WebSocket handshake. */
export interface Caller {
  readonly remoteAddress: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Says who a caller is and that they may use `scope`. Synchronous where the key was verified just now. */
export type Admit = (caller: Caller, scope: Scope | 'public') => Principal | Promise<Principal>;

/**
 * A key in `Authorization: Bearer` decides. Without one: anybody may use public routes, and in development a request
 * from this very machine acts as local admin. Throws `unauthenticated` or `missing-scope`.
 */
export function createAdmission(config: Pick<Config, 'profile'>, keys: KeyVerifier): Admit {
  return (caller, scope) => {
    const key = bearer(caller.headers.authorization);
    if (key !== undefined) {
      const principal = keys.identify(key);
      return principal instanceof Promise
        ? principal.then((known) => allow(known, scope))
        : allow(principal, scope);
    }
    if (config.profile === 'development' && isLoopbackRequest(caller.remoteAddress, caller.headers))
      return LOCAL_ADMIN;
    if (scope === 'public') return ANONYMOUS;
    throw unauthenticated();
  };
}

/** Throws `unauthenticated` for a caller without a key. */
export function known(principal: Principal): Principal {
  if (principal === ANONYMOUS) throw unauthenticated();
  return principal;
}

function unauthenticated(): DomainError {
  return new DomainError(
    'unauthenticated',
    'Send a key as "Authorization: Bearer <key>". "richesreach keys create" makes one.',
  );
}

/** Throws `missing-scope` unless the principal holds the scope, or everything. */
export function allow(principal: Principal, scope: Scope | 'public'): Principal {
  if (scope === 'public' || principal.scopes.has(scope) || principal.scopes.has('admin')) return principal;
  throw new DomainError(
    'missing-scope',
    `Key ${principal.id} lacks the scope ${scope}. Create one with --scopes ${scope}.`,
  );
}

function bearer(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [scheme = '', key = ''] = header.split(' ');
  if (scheme.toLowerCase() === 'bearer' && key !== '') return key;
  throw new DomainError('unauthenticated', 'The Authorization header must read "Bearer <key>".');
}
