import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Journey, Journeys } from './journeys.ts';
import { type PartOfDay, type PartsWanted, readParts, readRecentParts, type Snapshot } from './part-store.ts';

/** Events after which others have their turn: a few milliseconds. */
const EVENTS_A_TURN = 100_000;

/**
 * Visits what each actor did on the UTC days that [from, to) touches; each actor once. Beside the parts that
 * the snapshot keeps, memory holds one slice of actors.
 *
 * @param signatures by key, which are `WANTED`; all where it is not told
 * @param marksOf what to note of each event of a part
 */
export async function walkJourneys(
  snapshot: Snapshot,
  wanted: PartsWanted & {
    readonly signatures?: Uint8Array | undefined;
    readonly marksOf?: ((part: PartOfDay) => Int32Array) | undefined;
  },
  visit: (journey: Journey) => void,
): Promise<void> {
  const journeys = new Journeys();
  let events = 0;
  const isTurnOver = (more: number): boolean => {
    events += more;
    if (events < EVENTS_A_TURN) return false;
    events = 0;
    return true;
  };
  for await (const parts of readParts(snapshot, wanted)) {
    journeys.clear();
    for (const part of parts) {
      journeys.add(part, part.dayMs, wanted.signatures, wanted.marksOf?.(part));
      if (isTurnOver(part.times.length)) await nextTurn();
    }
    for (const journey of journeys) {
      visit(journey);
      if (isTurnOver(journey.to - journey.from)) await nextTurn();
    }
  }
}

/**
 * Tells of what came lately, and of what else lies in the same parts: runs of events of one actor, each run in order of
 * time, and runs of one millisecond in the order of their arrival.
 */
export async function tellRecent(
  snapshot: Snapshot,
  sinceMs: number,
  into: { readonly begin: (actor: number) => void; readonly push: (at: number, signature: number) => void },
): Promise<void> {
  for (const { dayMs, actors, lengths, times, signatures } of await readRecentParts(snapshot, sinceMs)) {
    let event = 0;
    for (const [run, actor] of actors.entries()) {
      into.begin(actor);
      for (const end = event + (lengths[run] as number); event < end; event += 1)
        into.push(dayMs + (times[event] as number), signatures[event] as number);
    }
  }
}
