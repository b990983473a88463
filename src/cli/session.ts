import type { ArgsDef } from 'citty';
import type { Config } from '#contracts/config';
import {
  acquireDatabaseServer,
  createLogger,
  type Database,
  type Logger,
  openDatabase,
  readConfig,
} from '#platform';
import { readEnvironment } from './environment.ts';

/** Arguments of every command that works on the database. */
export const DATABASE_ARGS = {
  'data-dir': {
    type: 'string',
    valueHint: 'path',
    description: 'where the embedded PostgreSQL keeps its data',
  },
} as const satisfies ArgsDef;

/** What a command works with: the configuration, a log on stderr, the database. */
export interface Session extends AsyncDisposable {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Opens the database of the configuration, beside a running server or on a server of its own. A signal ends the
 * command at once, unless it has something to put back first and `endsItself`.
 */
export async function openSession(
  args: { 'data-dir'?: string | undefined },
  { endsItself = false } = {},
): Promise<Session> {
  const config = readConfig(readEnvironment({ RICHESREACH_DATA_DIR: args['data-dir'] }));
  const logger = createLogger(config);
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await acquireDatabaseServer(config, logger));
  if (!endsItself) stack.use(stopOnSignal(server, logger));
  const database = stack.use(openDatabase(server.address, logger, { applicationName: 'richesreach cli' }));
  const whole = stack.move();
  return { config, logger, database, [Symbol.asyncDispose]: () => whole.disposeAsync() };
}

/**
 * Ctrl-C in the middle of a command: what is open is rolled back by the server, which stops if nobody else uses it.
 * Waiting for our own connections first would be waiting for the work that was just cancelled.
 */
function stopOnSignal(server: AsyncDisposable, logger: Logger): Disposable {
  const stop = (signal: keyof typeof EXIT_CODES) => {
    // What breaks from now on breaks because we stop: see the entry, which reports nothing once a code is set.
    process.exitCode = EXIT_CODES[signal];
    logger.level = 'silent';
    process.stderr.write('stopping …\n');
    void Promise.resolve(server[Symbol.asyncDispose]()).finally(() => process.exit());
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    [Symbol.dispose]: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
