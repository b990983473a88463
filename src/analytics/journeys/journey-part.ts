import type { Journeys, Part } from './journeys.ts';

/**
 * A part holds what some actors did on one UTC day, as unsigned LEB128 numbers: for each actor, ascending, the difference
 * of the key to the one before and the number of events; then for each event, in order of time, the milliseconds since the
 * one before, or since the day began, and the key of its signature.
 */
export function packPart(journeys: Journeys, dayMs: number): Buffer {
  const bytes = new Bytes();
  let before = 0;
  for (const { actor, from, to, times, signatures } of journeys) {
    bytes.add(actor - before);
    bytes.add(to - from);
    before = actor;
    let since = dayMs;
    for (let place = from; place < to; place += 1) {
      const at = times[place] as number;
      bytes.add(at - since);
      bytes.add(signatures[place] as number);
      since = at;
    }
  }
  return bytes.toBuffer();
}

/** Throws a RangeError where the bytes end within a number. */
export function unpackPart(bytes: Uint8Array): Part {
  // An event has two bytes at least, and a run two more.
  const times = new Uint32Array(bytes.length >>> 1);
  const signatures = new Int32Array(bytes.length >>> 1);
  const actors: number[] = [];
  const lengths: number[] = [];
  let offset = 0;
  const next = (): number => {
    let byte = bytes[offset++] as number;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let factor = 128; ; factor *= 128) {
      if (offset >= bytes.length) throw new RangeError('A part of the journeys ends within a number.');
      byte = bytes[offset++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  let actor = 0;
  let event = 0;
  while (offset < bytes.length) {
    actor += next();
    const end = event + next();
    actors.push(actor);
    lengths.push(end - event);
    for (let at = 0; event < end; event += 1) {
      at += next();
      times[event] = at;
      signatures[event] = next();
    }
  }
  return {
    actors: Float64Array.from(actors),
    lengths: Uint32Array.from(lengths),
    times: times.slice(0, event),
    signatures: signatures.slice(0, event),
  };
}

class Bytes {
  #bytes = new Uint8Array(1_024);
  #length = 0;

  add(number: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow();
    let rest = number;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes.buffer, 0, this.#length);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
