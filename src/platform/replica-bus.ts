import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '#contracts/websocket';
import { type Bus, createBus } from './bus.ts';
import { createChannelLog } from './channel-log.ts';
import type { Logger } from './logger.ts';
import type { Database } from './postgres.ts';
import { BUS_LOG, type BusMessage } from './postgres-bus.ts';

const LOOK_MS = 200;
/** While somebody waits for what is on its way. */
const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 1_000;
const READ_MESSAGES = 1_000;

export interface ReplicaBus extends Bus, AsyncDisposable {
  /** Whether all that was told up to a position has been told here too; waits for it, for a second at most. */
  readonly reached: (position: number) => Promise<boolean>;
}

/**
 * The bus of a process that reads a replica. Notifications do not reach replicas, so it reads the log of what was told:
 * a fact is heard when the data it is about are there. What is published here stays here.
 */
export async function createReplicaBus(database: Database, logger: Logger): Promise<ReplicaBus> {
  const local = createBus(logger);
  const log = createChannelLog(database.pool, BUS_LOG);
  const heads = new Map<string, number>();
  const closing = new AbortController();
  let at = await log.position();
  let looking: Promise<void> | undefined;

  async function follow(): Promise<void> {
    for (;;) {
      const frames = await log.after(at, READ_MESSAGES);
      if (frames === undefined) {
        at = await log.position();
        return local.publish('bus.resumed', {});
      }
      for (const { frame, offset } of frames) {
        const { name, event } = frame as unknown as BusMessage;
        local.publish(name, event);
        at = { ...at, offset };
      }
      if (frames.length < READ_MESSAGES) return;
    }
  }

  async function read(): Promise<void> {
    for (const { path, epoch, offset } of await readHeads(database)) {
      if (path === BUS_LOG && (epoch !== at.epoch || offset !== at.offset)) await follow();
      else if (path !== BUS_LOG && heads.get(path) !== offset) {
        heads.set(path, offset);
        local.publish('channel.frames.committed', { path });
      }
    }
  }

  function look(): Promise<void> {
    looking ??= read().finally(() => void (looking = undefined));
    return looking;
  }

  async function keepLooking(): Promise<void> {
    while (!closing.signal.aborted) {
      // That the database is away is said by its health check; nothing is missed, the log is read on from here.
      await look().catch(() => undefined);
      await sleep(LOOK_MS, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  }

  const kept = keepLooking();
  return {
    publish: (name, event) => local.publish(name, event),
    subscribe: (name, listener) => local.subscribe(name, listener),
    async reached(position) {
      const deadline = performance.now() + PATIENCE_MS;
      while (at.offset < position && performance.now() < deadline) {
        await look();
        if (at.offset < position) await sleep(LOOK_AGAIN_MS);
      }
      return at.offset >= position;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await kept;
    },
  };
}

async function readHeads({ pool }: Database): Promise<(Position & { readonly path: string })[]> {
  const { rows } = await pool.query<Position & { path: string }>(
    'SELECT path, epoch, latest AS "offset" FROM channel_heads',
  );
  return rows;
}
