/** Bytes of everything one stream's detector remembers. */
export const STATE_BYTES = 8_192;

/** Hands out parts of one buffer, in a fixed order, so that saving a detector is copying the buffer. */
export interface Arena {
  readonly bytes: Uint8Array;
  numbers(count: number): Float64Array;
  counts(count: number): Uint16Array;
}

export function createArena(): Arena {
  const buffer = new ArrayBuffer(STATE_BYTES);
  let used = 0;
  const take = (bytes: number): number => {
    const at = used;
    used += Math.ceil(bytes / 8) * 8;
    return at;
  };
  return {
    bytes: new Uint8Array(buffer),
    numbers: (count) => new Float64Array(buffer, take(count * 8), count),
    counts: (count) => new Uint16Array(buffer, take(count * 2), count),
  };
}
