import { randomUUID } from 'node:crypto';
import { Client, type ClientBase } from 'pg';
import { type BusEventName, type BusEvents, LOCAL_EVENTS } from '#contracts/events';
import { type Bus, createBus } from './bus.ts';
import type { Logger } from './logger.ts';
import { clientOptions, type Database } from './postgres.ts';

const CHANNEL = 'richesreach_bus';
/** PostgreSQL refuses notifications of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;
const RECONNECT_MS = 500;
/** More often than networks forget connections on which nothing passes. */
const PROBE_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;

export interface PostgresBus extends Bus, AsyncDisposable {
  /** Resolves when everything published so far has been handed to the database. */
  flush(): Promise<void>;
}

export interface PostgresBusOptions {
  /** False for commands that only tell and never hear. */
  readonly listen?: boolean;
  /** How often the connection that hears the others is asked whether it still stands. */
  readonly probeMs?: number;
}

/**
 * A bus that also reaches the other processes on the same database, by LISTEN/NOTIFY. Here at once, there after a
 * round trip. It wakes, it does not store: a process that was away reads the tables anew.
 */
export async function createPostgresBus(
  database: Database,
  logger: Logger,
  options: PostgresBusOptions = {},
): Promise<PostgresBus> {
  const origin = randomUUID();
  const local = createBus(logger);
  const outbox = createOutbox(database, logger);
  const ear =
    options.listen === false
      ? undefined
      : await listen(database, logger, {
          probeMs: options.probeMs ?? PROBE_MS,
          hear: (payload) => deliver(local, origin, payload, logger),
          resumed: () => local.publish('bus.resumed', {}),
        });
  return {
    publish(name, event) {
      local.publish(name, event);
      if (!LOCAL_EVENTS.has(name)) outbox.add(JSON.stringify({ origin, name, event }));
    },
    subscribe: (name, listener) => local.subscribe(name, listener),
    flush: outbox.flush,
    async [Symbol.asyncDispose]() {
      await outbox.flush();
      await ear?.[Symbol.asyncDispose]();
    },
  };
}

/** Tells a fact when the caller's transaction commits, to every process and this one too; not if it rolls back. */
export async function notifyBus<Name extends BusEventName>(
  client: Pick<ClientBase, 'query'>,
  name: Name,
  event: BusEvents[Name],
): Promise<void> {
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify({ origin: null, name, event })]);
}

function deliver(local: Bus, origin: string, payload: string, logger: Logger): void {
  // Our own facts come back to us and have been told already: they are not worth parsing.
  if (payload.startsWith(`{"origin":"${origin}"`)) return;
  try {
    const message = JSON.parse(payload) as {
      name: BusEventName;
      event: BusEvents[BusEventName];
    };
    local.publish(message.name, message.event);
  } catch (error) {
    logger.warn({ err: error }, 'a notification could not be read');
  }
}

/** Sends in batches, one round trip at a time, so that a burst of facts costs few queries. */
function createOutbox(database: Database, logger: Logger) {
  let waiting: string[] = [];
  let sending: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await database.pool.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [
          CHANNEL,
          batch,
        ]);
      } catch (error) {
        logger.warn({ err: error, lost: batch.length }, 'other processes could not be told');
      }
    }
    sending = undefined;
  }

  return {
    add(payload: string) {
      if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES)
        return logger.error({ bytes: payload.length }, 'a bus event is too large to leave this process');
      waiting.push(payload);
      sending ??= drain();
    },
    flush: async () => sending,
  };
}

interface Ear {
  readonly hear: (payload: string) => void;
  readonly resumed: () => void;
  readonly probeMs: number;
}

/** Hears notifications on a connection of its own and reconnects for as long as it is not disposed. */
async function listen(database: Database, logger: Logger, ear: Ear): Promise<AsyncDisposable> {
  let closed = false;
  let client = await connect();

  async function connect(): Promise<Client> {
    const next = new Client({
      ...clientOptions(database.address),
      application_name: 'richesreach-bus',
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    next.on('notification', ({ payload }) => ear.hear(payload ?? ''));
    next.on('error', (error) => logger.warn({ err: error }, 'the notification connection broke'));
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      void next.end();
      throw error;
    }
    let probe: NodeJS.Timeout | undefined;
    // A connection can die without a word, and who only listens would never know.
    const probeLater = () => {
      const ask = () => void next.query('SELECT 1').then(probeLater, () => next.end());
      probe = setTimeout(ask, ear.probeMs).unref();
    };
    probeLater();
    next.on('end', () => {
      clearTimeout(probe);
      void reconnect();
    });
    return next;
  }

  async function reconnect(): Promise<void> {
    if (closed) return;
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref());
    try {
      client = await connect();
      ear.resumed();
    } catch {
      await reconnect();
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      await client.end();
    },
  };
}
