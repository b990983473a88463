import type { Journey, Part } from './journeys.ts';
import { NumberReader, NumberWriter } from './leb128.ts';

/**
 * A part holds what some actors did on one UTC day, as unsigned LEB128 numbers: for each actor, ascending, the difference
 * of the key to the one before and the number of events; then for each event, in order of time, the milliseconds since the
 * one before, or since the day began, and the key of its signature.
 */
export function packPart(journeys: Iterable<Journey>, dayMs: number): Buffer {
  const numbers = new NumberWriter();
  let before = 0;
  for (const { actor, from, to, times, signatures } of journeys) {
    numbers.add(actor - before);
    numbers.add(to - from);
    before = actor;
    let since = dayMs;
    for (let place = from; place < to; place += 1) {
      const at = times[place] as number;
      numbers.add(at - since);
      numbers.add(signatures[place] as number);
      since = at;
    }
  }
  return numbers.toBuffer();
}

/** Throws a RangeError where the bytes end within a number. */
export function unpackPart(bytes: Uint8Array): Part {
  const numbers = new NumberReader(bytes);
  // An event has two bytes at least, and a run two more.
  const times = new Uint32Array(bytes.length >>> 1);
  const signatures = new Int32Array(bytes.length >>> 1);
  const actors: number[] = [];
  const lengths: number[] = [];
  let actor = 0;
  let event = 0;
  while (!numbers.isAtEnd) {
    actor += numbers.next();
    const end = event + numbers.next();
    actors.push(actor);
    lengths.push(end - event);
    for (let at = 0; event < end; event += 1) {
      at += numbers.next();
      times[event] = at;
      signatures[event] = numbers.next();
    }
  }
  return {
    actors: Float64Array.from(actors),
    lengths: Uint32Array.from(lengths),
    times: times.slice(0, event),
    signatures: signatures.slice(0, event),
  };
}
