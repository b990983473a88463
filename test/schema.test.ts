import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import {
  clientOptions,
  createLogger,
  type Database,
  migrate,
  openDatabase,
  type PostgresAddress,
} from '#platform';
import { readCatalogue } from './support/catalogue.ts';
import { hasDebianPostgres, startDebianPostgres } from './support/debian-postgres.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, '../db/analytics_schema.sql'), 'utf8');

const PROMISED = {
  tables: [
    'analytics_metrics',
    'analytics_events',
    'market_data',
    'user_behavior',
    'predictions',
    'anomalies',
    'prediction_models',
    'user_clusters',
    'cluster_analysis',
    'analytics_alerts',
    'dashboard_configs',
  ],
  views: [
    'bi_revenue_metrics',
    'bi_user_metrics',
    'market_performance',
    'market_trends',
    'user_engagement',
    'user_journey',
    'system_performance',
    'api_performance',
  ],
};

/** Two new databases on one server: one migrated, one made from the readable whole. */
async function catalogues(server: PostgresAddress): Promise<{ migrated: object; written: object }> {
  const at = (database: string) => ({ ...server, database }) as PostgresAddress;
  const suffix = crypto.randomUUID().slice(0, 8);
  const [one, other] = [`schema_migrated_${suffix}`, `schema_written_${suffix}`];
  const onServer = new Client(clientOptions(at('postgres')));
  await onServer.connect();
  try {
    for (const name of [one, other]) await onServer.query(`CREATE DATABASE ${name}`);
    return {
      migrated: await catalogueAfter(at(one), migrate),
      written: await catalogueAfter(at(other), ({ pool }) => pool.query(SCHEMA)),
    };
  } finally {
    for (const name of [one, other]) await onServer.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await onServer.end();
  }
}

async function catalogueAfter(
  address: PostgresAddress,
  make: (database: Database) => Promise<unknown>,
): Promise<Record<string, string>> {
  await using database = openDatabase(address, createLogger({ logLevel: 'warn' }));
  await make(database);
  return await readCatalogue(database.pool);
}

describe('db/analytics_schema.sql', () => {
  it('is what the migrations add up to, and has every table and view that was promised', async () => {
    const { migrated, written } = await catalogues(inject('postgres'));
    expect(written).toEqual(migrated);
    for (const name of [...PROMISED.tables, ...PROMISED.views])
      expect(written).toHaveProperty([`relation ${name}`]);
  });

  if (!hasDebianPostgres)
    console.warn('SKIPPED: PostgreSQL 15 is not installed; apt-get install postgresql-15');

  it.skipIf(!hasDebianPostgres && process.env.CI === undefined)('is so on PostgreSQL 15 too', async () => {
    expect(hasDebianPostgres, 'CI has PostgreSQL 15').toBe(true);
    await using server = await startDebianPostgres();
    const { migrated, written } = await catalogues(server.address);
    expect(written).toEqual(migrated);
  });
});
