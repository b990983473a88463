import type { ClientBase } from 'pg';
import { addBar, type BarBatch, type BarField, clearBatch, createBarBatch } from '../bar-batch.ts';
import { type BarChanges, type BarOrigin, createBarWriter } from '../bar-store.ts';
import type { Day } from '../bars.ts';
import { insertInstruments } from '../instrument-store.ts';

/** 16k rows: large enough that round trips do not count, small enough that two batches stay below 10 MB. */
const BATCH_ROWS = 16_384;

/** Collects rows into batches. While one batch travels to the database, the next one fills. */
export interface BarPump {
  /** A promise only when the row has filled a batch and the one before is not written yet. */
  add(symbol: string, day: Day, values: ArrayLike<number>): Promise<void> | undefined;
  /** Writes what is left and waits for it. */
  finish(): Promise<void>;
  /** Waits for the batch on its way, whatever comes of it: no statement may outlive its transaction. */
  settle(): Promise<void>;
}

export interface PumpHooks {
  readonly beforeFirst?: () => Promise<void>;
  readonly written?: (changes: BarChanges) => void;
}

export function createBarPump(
  client: ClientBase,
  fields: readonly BarField[],
  origin: BarOrigin,
  hooks: PumpHooks = {},
): BarPump {
  const writeBars = createBarWriter(client, fields, origin);
  const known = new Set<string>();
  let filling = createBarBatch(BATCH_ROWS);
  let spare = createBarBatch(BATCH_ROWS);
  let writing: Promise<void> = Promise.resolve();

  async function write(batch: BarBatch): Promise<void> {
    if (known.size === 0) await hooks.beforeFirst?.();
    const fresh = [...new Set(batch.symbols)].filter((symbol) => !known.has(symbol));
    if (fresh.length > 0) await insertInstruments(client, fresh, origin === 'simulated');
    for (const symbol of fresh) known.add(symbol);
    const changes = await writeBars(batch);
    hooks.written?.(changes);
    clearBatch(batch);
  }

  async function flush(): Promise<void> {
    await writing;
    const full = filling;
    filling = spare;
    spare = full;
    writing = write(full);
    // Its failure is met at the next flush; until then it must not count as unhandled.
    writing.catch(() => undefined);
  }

  return {
    add(symbol, day, values) {
      addBar(filling, symbol, day, values);
      return filling.length === BATCH_ROWS ? flush() : undefined;
    },
    async finish() {
      if (filling.length > 0) await flush();
      await writing;
    },
    settle: () => writing.catch(() => undefined),
  };
}
