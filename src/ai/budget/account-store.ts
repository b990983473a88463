import type { Database } from '#platform';
import type { PeriodKey } from './period.ts';

/** The shared account of one budget in one period. */
export interface Account {
  readonly limitNano: number;
  readonly spentNano: number;
  readonly leasedNano: number;
  readonly writtenOffNano: number;
}

export interface Grant extends Account {
  /** 0 where the account does not hold what is needed right now. */
  readonly grantedNano: number;
}

/** The shared accounts, and the leases that running processes hold of them. */
export interface AccountStore {
  /** Accounts of the current periods. */
  accounts(day: string, month: string): Promise<(Omit<Account, 'limitNano'> & { key: PeriodKey })[]>;
  /** Leases at least `needNano`, at most `wantNano`; null where the budget was removed. */
  lease(key: PeriodKey, needNano: number, wantNano: number): Promise<Grant | null>;
  /** Books what was spent and gives the rest back; false where the lease had run out. */
  settle(key: PeriodKey, settledNano: number, returnedNano: number): Promise<boolean>;
  /** Writes off the leases of processes that are gone; returns how many. */
  writeOffExpired(): Promise<number>;
}

/** A process that says nothing for so long is taken for dead. */
export const LEASE_SECONDS = 15;

export function createAccountStore(
  { pool, readOnly }: Pick<Database, 'pool' | 'readOnly'>,
  holder: string,
  leaseSeconds = LEASE_SECONDS,
): AccountStore {
  const at = (key: PeriodKey) => [holder, key.scope, key.subject, key.span, key.start];
  return {
    async accounts(day, month) {
      const { rows } = await pool.query<AccountRow>(
        `SELECT scope, subject, span, period_start::text AS start, spent_nano, leased_nano, written_off_nano
         FROM ai_budget_periods WHERE (span = 'day' AND period_start = $1) OR (span = 'month' AND period_start = $2)`,
        [day, month],
      );
      return rows.map(({ scope, subject, span, start, ...sums }) => ({
        key: { scope, subject, span, start },
        spentNano: sums.spent_nano,
        leasedNano: sums.leased_nano,
        writtenOffNano: sums.written_off_nano,
      }));
    },
    async lease(key, needNano, wantNano) {
      const { rows } = await pool.query<GrantRow>(
        'SELECT * FROM ai_budget_lease($1, $2, $3, $4, $5, $6, $7, $8)',
        [...at(key), needNano, wantNano, leaseSeconds],
      );
      const [row] = rows;
      if (row === undefined) return null;
      return {
        grantedNano: row.granted_nano,
        limitNano: row.limit_nano,
        spentNano: row.spent_nano,
        leasedNano: row.leased_nano,
        writtenOffNano: row.written_off_nano,
      };
    },
    async settle(key, settledNano, returnedNano) {
      const { rows } = await pool.query<{ alive: boolean }>(
        'SELECT ai_budget_settle($1, $2, $3, $4, $5, $6, $7, $8) AS alive',
        [...at(key), settledNano, returnedNano, leaseSeconds],
      );
      return rows[0]?.alive === true;
    },
    async writeOffExpired() {
      // Whoever writes the database does it.
      if (readOnly) return 0;
      const { rows } = await pool.query<{ leases: number }>('SELECT ai_budget_write_off() AS leases');
      return rows[0]?.leases ?? 0;
    },
  };
}

interface AccountRow {
  readonly scope: PeriodKey['scope'];
  readonly subject: string;
  readonly span: PeriodKey['span'];
  readonly start: string;
  readonly spent_nano: number;
  readonly leased_nano: number;
  readonly written_off_nano: number;
}

interface GrantRow {
  readonly granted_nano: number;
  readonly limit_nano: number;
  readonly spent_nano: number;
  readonly leased_nano: number;
  readonly written_off_nano: number;
}
