import type { Config } from '#contracts/config';
import {
  acquireDatabaseServer,
  type Cache,
  type Clock,
  createMemoryCache,
  createPostgresBus,
  type Database,
  type HealthCheck,
  type Logger,
  migrate,
  openDatabase,
  openRedis,
  type PostgresBus,
  type Redis,
  systemClock,
} from '#platform';

/** What every room of a process is built on. */
export interface Ground {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: PostgresBus;
  readonly cache: Cache;
  readonly redis: Redis | undefined;
}

/** Gets the database up and migrated, and opens what the rooms share. The stack closes it again. */
export async function layGround(
  config: Config,
  logger: Logger,
  stack: AsyncDisposableStack,
  onProgress: (step: string) => void,
): Promise<Ground> {
  onProgress('starting the database');
  const server = stack.use(await acquireDatabaseServer(config, logger));
  const database = stack.use(openDatabase(server.address, logger));
  await migrate(database);
  const bus = stack.use(await createPostgresBus(database, logger));
  const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, logger);
  if (redis !== undefined) stack.defer(() => redis.disconnect());
  return { config, logger, clock: systemClock, database, bus, cache: createMemoryCache(), redis };
}

/** What `/health/detailed/` asks of the ground itself. */
export function groundChecks({ database, redis }: Ground): HealthCheck[] {
  const checks: HealthCheck[] = [
    { name: 'database', check: () => database.pool.query('SELECT 1').then(() => undefined) },
  ];
  if (redis !== undefined) checks.push({ name: 'redis', check: () => redis.ping() });
  return checks;
}
