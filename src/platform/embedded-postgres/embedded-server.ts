import { rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, SetupError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { PostgresAddress } from '../postgres.ts';
import { USER } from './cluster.ts';
import type { DatabaseServer } from './database-server.ts';
import { prepareHome } from './home.ts';
import { type JoinOptions, join, type Place } from './join.ts';
import type { Settings } from './launch.ts';
import { ensureDatabase, leave } from './presence.ts';
import { stop } from './stop.ts';

const RETRY_MS = 5_000;
/** A server that is just being brought back is waited for, so that it can be stopped. */
const RECOVERY_PATIENCE_MS = 10_000;

/** The embedded server of a data directory, running. */
export async function acquireEmbeddedServer(
  dataDir: string,
  logger: Logger,
  settings: Settings,
): Promise<DatabaseServer> {
  try {
    const options = { home: await prepareHome(dataDir), logger, settings };
    const server = new EmbeddedServer(options, await join(options));
    await server.prepare();
    return server;
  } catch (error) {
    throw asSetupError(error, dataDir);
  }
}

/** Our use of a server: brings it back when it dies, stops it when the last process leaves. */
class EmbeddedServer implements DatabaseServer {
  readonly kind = 'embedded';
  readonly adopted: boolean;
  readonly address: PostgresAddress;
  readonly #options: JoinOptions;
  /** Set: the server is not brought back any more. */
  readonly #closing = new AbortController();
  /** Set: nor is an attempt waited for that is under way. */
  readonly #giveUp = new AbortController();
  #place: Place | undefined;
  #recovery: Promise<void> | undefined;

  constructor(options: JoinOptions, place: Place) {
    const { socketDir, port } = place.postmaster;
    this.#options = { ...options, socketDir, signal: this.#giveUp.signal };
    this.adopted = place.adopted;
    this.address = { socketDir, port, user: USER, database: USER };
    this.#hold(place);
  }

  /** Leaves the server again if the platform's database cannot be made on it. */
  async prepare(): Promise<void> {
    try {
      if (this.#place !== undefined) await ensureDatabase(this.#place.client);
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }

  #hold(place: Place): void {
    this.#place = place;
    place.client.once('end', () => {
      this.#place = undefined;
      if (!this.#closing.signal.aborted) this.#recovery = this.#recover();
    });
  }

  async #recover(): Promise<void> {
    const { logger } = this.#options;
    const { signal } = this.#closing;
    logger.error('the embedded PostgreSQL went away; bringing it back');
    while (!signal.aborted) {
      try {
        this.#hold(await join(this.#options));
        return;
      } catch (error) {
        logger.error({ err: error }, 'the embedded PostgreSQL cannot be brought back yet');
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    const patience = setTimeout(() => this.#giveUp.abort(), RECOVERY_PATIENCE_MS);
    await this.#recovery;
    clearTimeout(patience);
    if (this.#place === undefined) return;
    const { client, postmaster } = this.#place;
    const alone = await leave(client).catch(() => false);
    if (alone) {
      await stop(postmaster, this.#options.home.data, this.#options.logger);
      // Empty by now. Its name comes from a file of the server's account, so nothing more than that may be removed.
      await rmdir(postmaster.socketDir).catch(() => undefined);
    }
    await client.end().catch(() => undefined);
  }
}

/** A file system that does not let us is the user's to mend, and said as such. */
function asSetupError(error: unknown, dataDir: string): unknown {
  if (error instanceof SetupError || !(error instanceof Error) || !('syscall' in error)) return error;
  return new SetupError({
    what: `The data directory ${dataDir} cannot be used for the embedded PostgreSQL.`,
    why: `${reasonOf(error)}.`,
    fix: 'Choose another with --data-dir or RICHESREACH_DATA_DIR, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    cause: error,
  });
}
