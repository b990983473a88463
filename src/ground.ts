import type { Config } from '#contracts/config';
import {
  acquireDatabaseServer,
  awaitSchema,
  type Bus,
  type Cache,
  type Clock,
  createForwarder,
  createMemoryCache,
  createPostgresBus,
  createReplicaBus,
  type Database,
  type HealthCheck,
  type Logger,
  migrate,
  openDatabase,
  openRedis,
  type Redis,
  type Standing,
  systemClock,
} from '#platform';

/** What every room of a process is built on. */
export interface Ground {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: Bus;
  /** Whether the database is written here, and who writes it otherwise. */
  readonly standing: Standing;
  readonly cache: Cache;
  readonly redis: Redis | undefined;
}

/** Gets the database up and migrated, and opens what the rooms share. The stack closes it again. */
export async function layGround(
  given: Config,
  logger: Logger,
  stack: AsyncDisposableStack,
  onProgress: (step: string) => void,
): Promise<Ground> {
  const { writerUrl } = given;
  const config = writerUrl === undefined ? given : asReader(given);
  onProgress('starting the database');
  const server = stack.use(await acquireDatabaseServer(config, logger));
  const options = { readOnly: writerUrl !== undefined };
  const database = stack.use(openDatabase(server.address, logger, options));
  const stand = writerUrl === undefined ? standAsWriter : standOnReplica(writerUrl);
  const { bus, standing } = await stand(database, logger, stack);
  const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, logger);
  if (redis !== undefined) stack.defer(() => redis.disconnect());
  return { config, logger, clock: systemClock, database, bus, standing, cache: createMemoryCache(), redis };
}

/** What works by itself and what is made up is stored, so on a replica there is neither. */
function asReader(config: Config): Config {
  return { ...config, demo: false, roles: config.roles.filter((role) => role !== 'worker') };
}

type Stand = (
  database: Database,
  logger: Logger,
  stack: AsyncDisposableStack,
) => Promise<Pick<Ground, 'bus' | 'standing'>>;

const standAsWriter: Stand = async (database, logger, stack) => {
  await migrate(database);
  const bus = stack.use(await createPostgresBus(database, logger));
  return { bus, standing: { kind: 'writer', mark: bus.mark } };
};

function standOnReplica(writerUrl: string): Stand {
  return async (database, logger, stack) => {
    await awaitSchema(database);
    const { forward } = stack.use(createForwarder(writerUrl));
    const bus = stack.use(await createReplicaBus(database, logger));
    return { bus, standing: { kind: 'replica', forward, arrived: bus.reached } };
  };
}

/** What `/health/detailed/` asks of the ground itself. */
export function groundChecks({ database, redis }: Ground): HealthCheck[] {
  const kind = database.readOnly ? 'read replica' : undefined;
  const checks: HealthCheck[] = [
    { name: 'database', check: () => database.pool.query('SELECT 1').then(() => kind) },
  ];
  if (redis !== undefined) checks.push({ name: 'redis', check: () => redis.ping() });
  return checks;
}
