const COMMA = 44;
const QUOTE = 34;
const CARRIAGE_RETURN = 13;
const MAX_FIELDS = 256;

/** The fields of one line, as offsets into `bytes`: nothing is copied or turned into text until it must be. */
export interface Fields {
  bytes: Buffer;
  count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export function createFields(): Fields {
  return {
    bytes: Buffer.alloc(0),
    count: 0,
    starts: new Int32Array(MAX_FIELDS),
    ends: new Int32Array(MAX_FIELDS),
  };
}

/**
 * Splits the line at [start, end) by RFC 4180, with one narrowing: a quoted field ends on its own line, so that one
 * missing quote spoils one line and not the rest of the file. Doubled quotes are undone in place.
 * Returns what is wrong, or undefined.
 */
export function splitFields(fields: Fields, bytes: Buffer, start: number, end: number): string | undefined {
  fields.bytes = bytes;
  fields.count = 0;
  const stop = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
  let at = start;
  for (;;) {
    if (fields.count === MAX_FIELDS) return `has more than ${MAX_FIELDS} fields`;
    const next = bytes[at] === QUOTE && at < stop ? quoted(fields, at + 1, stop) : plain(fields, at, stop);
    if (next < 0) return 'has a quote that is not closed, or text after a closing quote';
    fields.count += 1;
    if (next >= stop) return undefined;
    at = next + 1;
    if (at === stop) {
      // The line ends in a comma: one more, empty field.
      fields.starts[fields.count] = stop;
      fields.ends[fields.count] = stop;
      fields.count += 1;
      return undefined;
    }
  }
}

function plain(fields: Fields, start: number, stop: number): number {
  const { bytes, count } = fields;
  let at = start;
  while (at < stop && bytes[at] !== COMMA) at += 1;
  fields.starts[count] = start;
  fields.ends[count] = at;
  return at;
}

function quoted(fields: Fields, start: number, stop: number): number {
  const { bytes, count } = fields;
  let write = start;
  let at = start;
  while (at < stop) {
    if (bytes[at] === QUOTE) {
      if (at + 1 < stop && bytes[at + 1] === QUOTE) at += 1;
      else break;
    }
    bytes[write] = bytes[at] as number;
    write += 1;
    at += 1;
  }
  if (at >= stop) return -1;
  fields.starts[count] = start;
  fields.ends[count] = write;
  const after = at + 1;
  return after === stop || bytes[after] === COMMA ? after : -1;
}

/** Field `index` as trimmed text. */
export function textOf(fields: Fields, index: number): string {
  return fields.bytes.toString('utf8', fields.starts[index], fields.ends[index]).trim();
}

export function isBlank(fields: Fields, index: number): boolean {
  return fields.starts[index] === fields.ends[index];
}
