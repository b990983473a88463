import { randomUUID } from 'node:crypto';
import { Client, type ClientBase } from 'pg';
import { type BusEventName, type BusEvents, LOCAL_EVENTS } from '#contracts/events';
import { APPENDED_FRAMES } from './append-frames.ts';
import { inBatches } from './batches.ts';
import { type Bus, createBus } from './bus.ts';
import type { Logger } from './logger.ts';
import { clientOptions, type Database } from './postgres.ts';

const CHANNEL = 'richesreach_bus';
/** The channel log that keeps what was told, for processes on replicas. */
export const BUS_LOG = 'bus';
/** PostgreSQL refuses notifications of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;
const RECONNECT_MS = 500;
/** More often than networks forget connections on which nothing passes. */
const PROBE_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;

/** What a fact looks like on its way; `origin` is the bus that told it at home already. */
export interface BusMessage {
  readonly origin: string | null;
  readonly name: BusEventName;
  readonly event: BusEvents[BusEventName];
}

export interface PostgresBus extends Bus, AsyncDisposable {
  /** A position in what was told, behind everything committed and published so far; replicas know when they are there. */
  readonly mark: () => Promise<number>;
}

export interface PostgresBusOptions {
  /** False for commands that only tell and never hear. */
  readonly listen?: boolean;
  /** How often the connection that hears the others is asked whether it still stands. */
  readonly probeMs?: number;
}

/**
 * A bus that also reaches the other processes on the same database, by LISTEN/NOTIFY, and those on its replicas, by the
 * log of what was told. Here at once, there after a round trip. A process that was away reads the tables anew.
 */
export async function createPostgresBus(
  database: Database,
  logger: Logger,
  options: PostgresBusOptions = {},
): Promise<PostgresBus> {
  const origin = randomUUID();
  const local = createBus(logger);
  // What is told may be lost with the machine, and nobody waits for the disk; a mark stands for something.
  const send = inBatches((messages: readonly string[]) => tellAll(database, logger, messages, 'off'));
  const sendMark = inBatches((marks: readonly string[]) => tellAll(database, logger, marks, 'on'));
  /** The last one on its way; they arrive in order. */
  let sent: Promise<unknown> = Promise.resolve();
  const write = (name: BusEventName, event: BusMessage['event']) =>
    JSON.stringify({ origin, name, event } satisfies BusMessage);
  const tell = (name: BusEventName, event: BusMessage['event']) => {
    const text = write(name, event);
    if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES)
      return logger.error({ bytes: text.length }, 'a bus event is too large to leave this process');
    sent = send(text);
  };
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
      if (!LOCAL_EVENTS.has(name)) tell(name, event);
    },
    subscribe: (name, listener) => local.subscribe(name, listener),
    async mark() {
      await sent;
      const position = await sendMark(write('bus.marked', {}));
      if (position === undefined) throw new Error('the bus could not be marked');
      return position;
    },
    async [Symbol.asyncDispose]() {
      await sent;
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
  await client.query('SELECT pg_notify($1, $2)', [
    CHANNEL,
    JSON.stringify({ origin: null, name, event } satisfies BusMessage),
  ]);
}

function deliver(local: Bus, origin: string, payload: string, logger: Logger): void {
  // Our own facts come back to us and have been told already: they are not worth parsing.
  if (payload.startsWith(`{"origin":"${origin}"`)) return;
  try {
    const { name, event } = JSON.parse(payload) as BusMessage;
    local.publish(name, event);
  } catch (error) {
    logger.warn({ err: error }, 'a notification could not be read');
  }
}

/** Tells others in one round trip, so that a burst of facts costs few. Returns where each stands in the log, if it does. */
async function tellAll(
  { pool }: Database,
  logger: Logger,
  messages: readonly string[],
  synchronousCommit: 'on' | 'off',
): Promise<readonly (number | undefined)[]> {
  try {
    const { rows } = await pool.query<{ latest: number }>(
      `WITH ${APPENDED_FRAMES}
       SELECT latest, pg_notify($4, message), set_config('synchronous_commit', $5, true)
       FROM head, unnest($3::text[]) AS message`,
      [BUS_LOG, messages.length, messages, CHANNEL, synchronousCommit],
    );
    return rows.map(({ latest }) => latest);
  } catch (error) {
    logger.warn({ err: error, lost: messages.length }, 'other processes could not be told');
    return messages.map(() => undefined);
  }
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
