import type { Pool, PoolClient } from 'pg';
import { type Bus, inTransaction } from '#platform';
import { BAR_FIELDS } from '../bar-batch.ts';
import { takeImportTurn } from '../bar-store.ts';
import type { DayBar } from '../bars.ts';
import { hasInstruments, type InstrumentFacts, upsertInstruments } from '../instrument-store.ts';
import { createBarPump } from './bar-pump.ts';

/** A simulated instrument with its history, oldest first. */
export interface SimulatedSeries {
  readonly instrument: InstrumentFacts;
  readonly bars: readonly SimulatedBar[];
}

export interface SimulatedBar extends DayBar {
  readonly adjustedClose: number;
}

/**
 * Fills an empty database with simulated instruments, labelled as such, the way an import does. Does nothing, and
 * returns false, where there is an instrument already: real data are never touched.
 */
export async function loadSimulated(
  deps: { readonly pool: Pool; readonly bus: Bus },
  makeSeries: () => readonly SimulatedSeries[],
): Promise<boolean> {
  const loaded = await inTransaction(deps.pool, async (client) => {
    await takeImportTurn(client);
    if (await hasInstruments(client)) return false;
    await write(client, makeSeries());
    return true;
  });
  if (loaded) deps.bus.publish('market.bars.changed', { symbols: [], simulated: true });
  return loaded;
}

async function write(client: PoolClient, series: readonly SimulatedSeries[]): Promise<void> {
  await upsertInstruments(
    client,
    series.map(({ instrument }) => instrument),
    true,
  );
  const pump = createBarPump(client, BAR_FIELDS, 'simulated');
  try {
    for (const { instrument, bars } of series)
      for (const bar of bars) {
        const { day, open, high, low, close, adjustedClose, volume, dividend, split } = bar;
        const values = [open, high, low, close, adjustedClose, volume, dividend, split];
        const full = pump.add(instrument.symbol, day, values);
        if (full !== undefined) await full;
      }
    await pump.finish();
  } finally {
    await pump.settle();
  }
}
