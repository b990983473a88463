import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

/** What a key may do. `admin` implies every other scope. */
export const SCOPES = [
  'admin',
  'ai:use',
  'ai:read',
  'market:read',
  'market:write',
  'analytics:read',
  'analytics:write',
  'portfolio:read',
  'portfolio:write',
  'predictions:read',
  'alerts:read',
  'alerts:write',
  'system:read',
] as const;

export const Scope = Type.Enum([...SCOPES]);
export type Scope = Static<typeof Scope>;

export const Whoami = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Scope),
});
export type Whoami = Static<typeof Whoami>;

/** Who is asking: a key, or the local admin of a development machine. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
}
