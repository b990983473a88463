import type { Pool } from 'pg';
import { DomainError, inTransaction } from '#platform';
import type { TaxLot } from './holdings/tax-lots.ts';

export interface StoredPortfolio {
  readonly id: string;
  readonly name: string;
  readonly cash: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type NewLot = Omit<TaxLot, 'id'>;

/** The only place that reads and writes portfolios. Every call is for one owner; others' portfolios do not exist for it. */
export interface PortfolioStore {
  create(owner: string, name: string, cash: number, lots: readonly NewLot[]): Promise<StoredPortfolio>;
  list(owner: string): Promise<StoredPortfolio[]>;
  /** Of every owner: for jobs only. */
  all(): Promise<StoredPortfolio[]>;
  find(owner: string, id: string): Promise<StoredPortfolio | undefined>;
  update(
    owner: string,
    id: string,
    change: { name?: string; cash?: number },
  ): Promise<StoredPortfolio | undefined>;
  remove(owner: string, id: string): Promise<boolean>;
  lots(id: string): Promise<TaxLot[]>;
  addLots(id: string, lots: readonly NewLot[]): Promise<TaxLot[]>;
  removeLot(id: string, lotId: string): Promise<boolean>;
}

const COLUMNS = `id, name, cash, created_at AS "createdAt", updated_at AS "updatedAt"`;
const LOT_COLUMNS = `id, symbol, quantity, cost_per_share AS "costPerShare", acquired_on AS "acquiredOn"`;
const UNIQUE_VIOLATION = '23505';

const INSERT_LOTS = `INSERT INTO portfolio_lots (portfolio_id, symbol, quantity, cost_per_share, acquired_on)
  SELECT $1, * FROM unnest($2::text[], $3::float8[], $4::float8[], $5::date[]) RETURNING ${LOT_COLUMNS}`;

const lotColumns = (lots: readonly NewLot[]) => [
  lots.map(({ symbol }) => symbol),
  lots.map(({ quantity }) => quantity),
  lots.map(({ costPerShare }) => costPerShare),
  lots.map(({ acquiredOn }) => acquiredOn),
];

export function createPortfolioStore(pool: Pool): PortfolioStore {
  return {
    create: (owner, name, cash, lots) =>
      named(name, () =>
        inTransaction(pool, async (client) => {
          const { rows } = await client.query<StoredPortfolio>(
            `INSERT INTO portfolios (owner, name, cash) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
            [owner, name, cash],
          );
          const portfolio = rows[0] as StoredPortfolio;
          await client.query(INSERT_LOTS, [portfolio.id, ...lotColumns(lots)]);
          return portfolio;
        }),
      ),
    async list(owner) {
      const sql = `SELECT ${COLUMNS} FROM portfolios WHERE owner = $1 ORDER BY created_at, id`;
      return (await pool.query<StoredPortfolio>(sql, [owner])).rows;
    },
    async all() {
      return (await pool.query<StoredPortfolio>(`SELECT ${COLUMNS} FROM portfolios ORDER BY id`)).rows;
    },
    async find(owner, id) {
      const sql = `SELECT ${COLUMNS} FROM portfolios WHERE owner = $1 AND id = $2`;
      return (await pool.query<StoredPortfolio>(sql, [owner, id])).rows[0];
    },
    update: (owner, id, { name, cash }) =>
      named(name ?? '', async () => {
        const sql = `UPDATE portfolios SET name = coalesce($3, name), cash = coalesce($4, cash), updated_at = now()
          WHERE owner = $1 AND id = $2 RETURNING ${COLUMNS}`;
        return (await pool.query<StoredPortfolio>(sql, [owner, id, name, cash])).rows[0];
      }),
    async remove(owner, id) {
      const { rowCount } = await pool.query('DELETE FROM portfolios WHERE owner = $1 AND id = $2', [
        owner,
        id,
      ]);
      return rowCount === 1;
    },
    async lots(id) {
      const sql = `SELECT ${LOT_COLUMNS} FROM portfolio_lots WHERE portfolio_id = $1 ORDER BY symbol, acquired_on, id`;
      return (await pool.query<TaxLot>(sql, [id])).rows;
    },
    async addLots(id, lots) {
      return (await pool.query<TaxLot>(INSERT_LOTS, [id, ...lotColumns(lots)])).rows;
    },
    async removeLot(id, lotId) {
      const sql = 'DELETE FROM portfolio_lots WHERE portfolio_id = $1 AND id = $2';
      return (await pool.query(sql, [id, lotId])).rowCount === 1;
    },
  };
}

/** Tells a name that is taken from any other failure. */
async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    throw new DomainError(
      'invalid-fields',
      `You already have a portfolio called "${name}". Choose another name.`,
      {
        errors: [{ pointer: '/name', message: 'is taken' }],
        cause: error,
      },
    );
  }
}
