import type { Pool } from 'pg';
import type { DashboardSettings, SavedView } from '#contracts/dashboard-views';
import { inTransaction } from '#platform';

/** Saved views of dashboards; each belongs to the key that saved it. */
export interface ViewStore {
  list(owner: string, type: string): Promise<SavedView[]>;
  find(owner: string, type: string, name: string): Promise<SavedView | undefined>;
  /** Saves or replaces; a new default takes the place of the old one. */
  save(owner: string, view: Omit<SavedView, 'updated_at'>): Promise<SavedView>;
  delete(owner: string, type: string, name: string): Promise<boolean>;
}

interface Row {
  readonly name: string;
  readonly dashboard_type: string;
  readonly config: DashboardSettings;
  readonly is_default: boolean;
  readonly updated_at: Date;
}

const COLUMNS = 'name, dashboard_type, config, is_default, updated_at';
const toView = (row: Row): SavedView => ({ ...row, updated_at: row.updated_at.toISOString() });

export function createViewStore(pool: Pool): ViewStore {
  return {
    async list(owner, type) {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM dashboard_configs WHERE owner = $1 AND dashboard_type = $2 ORDER BY name`,
        [owner, type],
      );
      return rows.map(toView);
    },
    async find(owner, type, name) {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM dashboard_configs WHERE owner = $1 AND dashboard_type = $2 AND name = $3`,
        [owner, type, name],
      );
      return rows.map(toView)[0];
    },
    save: (owner, { dashboard_type: type, name, config, is_default: isDefault }) =>
      inTransaction(pool, async (client) => {
        if (isDefault)
          await client.query(
            'UPDATE dashboard_configs SET is_default = false WHERE owner = $1 AND dashboard_type = $2 AND is_default',
            [owner, type],
          );
        const { rows } = await client.query<Row>(
          `INSERT INTO dashboard_configs (owner, dashboard_type, name, config, is_default) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (owner, dashboard_type, name) DO UPDATE
             SET config = excluded.config, is_default = excluded.is_default, updated_at = now()
           RETURNING ${COLUMNS}`,
          [owner, type, name, JSON.stringify(config), isDefault],
        );
        const [row] = rows;
        if (row === undefined) throw new Error('a saved view was not returned');
        return toView(row);
      }),
    async delete(owner, type, name) {
      const { rowCount } = await pool.query(
        'DELETE FROM dashboard_configs WHERE owner = $1 AND dashboard_type = $2 AND name = $3',
        [owner, type, name],
      );
      return rowCount === 1;
    },
  };
}
