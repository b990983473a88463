import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAiRoom } from '#ai';
import { SCOPES } from '#contracts/access';
import {
  acquireDatabaseServer,
  createBus,
  createHttpServer,
  createLogger,
  migrate,
  openDatabase,
  readConfig,
  systemClock,
} from '#platform';

/** Our gateway with routing, a budget and statistics on, over one provider. Prints its address. */
const logger = createLogger({ logLevel: 'warn' });
const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
const databaseServer = await acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger);
const database = openDatabase(databaseServer.address, logger);
await migrate(database);
await database.pool.query(
  `INSERT INTO ai_budgets (scope, subject, span, limit_nano, updated_by) VALUES ('global', '', 'day', 1000000000000, 'bench')`,
);
const config = readConfig({ OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: `${process.argv[2]}/v1` });
const room = await createAiRoom({ config, logger, clock: systemClock, database, bus: createBus(logger) });
const principal = { id: 'bench', name: 'bench', scopes: new Set(SCOPES) };
const server = await createHttpServer({ logger, guard: () => principal, routes: room.routes });
await server.listen({ host: '127.0.0.1', port: 0 });
console.log(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
process.once('SIGTERM', () => void stop());

async function stop(): Promise<void> {
  await server.close();
  await room[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await databaseServer[Symbol.asyncDispose]();
}
