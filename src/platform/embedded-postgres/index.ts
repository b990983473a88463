import type { Config } from '#contracts/config';
import type { Logger } from '../logger.ts';
import type { DatabaseServer } from './database-server.ts';
import { acquireEmbeddedServer } from './embedded-server.ts';
import { checkExternalServer } from './external-server.ts';
import type { Settings } from './launch.ts';

export type { DatabaseServer };

/**
 * The database of this configuration: the server of `DATABASE_URL`, else the embedded one of the data directory – the
 * running one if there is one, else a new one. Disposing stops an embedded server when no other process uses it.
 * `settings` are PostgreSQL parameters for a server started now.
 *
 * @throws SetupError when no server can be had; it names `DATABASE_URL` as the way out.
 */
export async function acquireDatabaseServer(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  logger: Logger,
  settings: Settings = {},
): Promise<DatabaseServer> {
  if (config.databaseUrl === undefined) return acquireEmbeddedServer(config.dataDir, logger, settings);
  await checkExternalServer(config.databaseUrl);
  return {
    address: { url: config.databaseUrl },
    kind: 'external',
    adopted: false,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
