import type { Pool } from 'pg';
import type { Scope } from '#contracts/access';

export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly rotatedFrom: string | null;
}

export interface NewKey {
  readonly id: string;
  readonly name: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  readonly rotatedFrom: string | null;
}

const COLUMNS = `id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
  revoked_at AS "revokedAt", rotated_from AS "rotatedFrom"`;

/** The only place that reads and writes `api_keys`. A secret never comes near it, only its hash. */
export interface KeyStore {
  insert(key: NewKey): Promise<StoredKey>;
  /** The key and its hash, whether it may still be used or not. */
  find(id: string): Promise<(StoredKey & { readonly secretHash: Buffer }) | undefined>;
  list(): Promise<StoredKey[]>;
  revoke(id: string, at: Date): Promise<boolean>;
  expireAt(id: string, at: Date): Promise<void>;
  touch(ids: readonly string[], at: Date): Promise<void>;
}

export function createKeyStore(pool: Pool): KeyStore {
  return {
    async insert(key) {
      const { rows } = await pool.query<StoredKey>(
        `INSERT INTO api_keys (id, name, secret_hash, scopes, expires_at, rotated_from)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
        [key.id, key.name, key.secretHash, key.scopes, key.expiresAt, key.rotatedFrom],
      );
      return rows[0] as StoredKey;
    },
    async find(id) {
      const { rows } = await pool.query<StoredKey & { secretHash: Buffer }>(
        `SELECT ${COLUMNS}, secret_hash AS "secretHash" FROM api_keys WHERE id = $1`,
        [id],
      );
      return rows[0];
    },
    async list() {
      const { rows } = await pool.query<StoredKey>(`SELECT ${COLUMNS} FROM api_keys ORDER BY created_at, id`);
      return rows;
    },
    async revoke(id, at) {
      const { rowCount } = await pool.query(
        'UPDATE api_keys SET revoked_at = COALESCE(revoked_at, $2) WHERE id = $1',
        [id, at],
      );
      return rowCount === 1;
    },
    async expireAt(id, at) {
      await pool.query('UPDATE api_keys SET expires_at = LEAST(COALESCE(expires_at, $2), $2) WHERE id = $1', [
        id,
        at,
      ]);
    },
    async touch(ids, at) {
      await pool.query('UPDATE api_keys SET last_used_at = $2 WHERE id = ANY($1)', [ids, at]);
    },
  };
}
