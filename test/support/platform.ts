import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type Environment, type PostgresAddress, readConfig } from '#platform';
import { type Platform, type StartOptions, startPlatform } from '../../src/roles.ts';
import { createTestDatabase } from './database.ts';

/** The whole platform on a fresh database and any free port, without demo data unless asked for. */
export async function startTestPlatform(
  env: Environment = {},
  options: StartOptions = {},
): Promise<Platform> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'richesreach-platform-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'fatal',
    RICHESREACH_DEMO: 'false',
    RICHESREACH_DATA_DIR: dataDir,
    DATABASE_URL: urlOf(database.address),
    RATE_LIMIT_PER_MINUTE: '0',
    ...env,
  });
  const platform = stack.use(await startPlatform(config, createLogger(config), options));
  const whole = stack.move();
  return { ...platform, [Symbol.asyncDispose]: () => whole.disposeAsync() };
}

/** A URL for a server that listens on a unix socket only. */
export function urlOf(address: PostgresAddress): string {
  if ('url' in address) return address.url;
  const { socketDir, port, user, database } = address;
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(socketDir)}`;
}
