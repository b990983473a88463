import type { PostgresAddress } from '../postgres.ts';

/** A PostgreSQL this process may use until it disposes of it. */
export interface DatabaseServer extends AsyncDisposable {
  readonly address: PostgresAddress;
  readonly kind: 'external' | 'embedded';
  /** True when the embedded server already ran: beside another process, or as an orphan of a killed one. */
  readonly adopted: boolean;
}
