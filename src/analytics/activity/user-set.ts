const BITMAP = 0;
const DELTAS = 1;

/** A set of user keys as a bitmap in memory; stored as a bitmap or as varint differences, whichever is shorter. */
export class UserSet {
  #words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.#words = words;
  }

  static empty(): UserSet {
    return new UserSet(new Uint32Array(64));
  }

  static of(keys: Iterable<number>): UserSet {
    const set = UserSet.empty();
    for (const key of keys) set.add(key);
    return set;
  }

  add(key: number): void {
    const word = key >>> 5;
    if (word >= this.#words.length) this.#grow(word + 1);
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (key & 31));
  }

  delete(key: number): void {
    const word = key >>> 5;
    if (word < this.#words.length) this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (key & 31));
  }

  has(key: number): boolean {
    return ((this.#words[key >>> 5] ?? 0) & (1 << (key & 31))) !== 0;
  }

  get size(): number {
    let total = 0;
    for (const word of this.#words) total += bitsOf(word);
    return total;
  }

  /** Adds a stored set. Throws a RangeError where the bytes are none. */
  addStored(bytes: Buffer): void {
    if (bytes[0] === BITMAP) this.#addBitmap(bytes);
    else if (bytes[0] === DELTAS) for (const key of readDeltas(bytes)) this.add(key);
    else throw new RangeError('These bytes are not a stored set of users.');
  }

  sizeOfIntersection(other: UserSet): number {
    const length = Math.min(this.#words.length, other.#words.length);
    let total = 0;
    for (let index = 0; index < length; index += 1) {
      const both = (this.#words[index] as number) & (other.#words[index] as number);
      if (both !== 0) total += bitsOf(both);
    }
    return total;
  }

  union(other: UserSet): UserSet {
    const [longer, shorter] = this.#words.length < other.#words.length ? [other, this] : [this, other];
    const words = longer.#words.slice();
    for (let index = 0; index < shorter.#words.length; index += 1)
      words[index] = (words[index] as number) | (shorter.#words[index] as number);
    return new UserSet(words);
  }

  toStored(): Buffer {
    let used = this.#words.length;
    while (used > 0 && this.#words[used - 1] === 0) used -= 1;
    const deltas = this.#deltas(used * 4 + 1);
    if (deltas !== undefined) return deltas;
    const bytes = Buffer.alloc(1 + used * 4);
    bytes[0] = BITMAP;
    for (let index = 0; index < used; index += 1) bytes.writeUInt32LE(this.#words[index] ?? 0, 1 + index * 4);
    return bytes;
  }

  *[Symbol.iterator](): Generator<number> {
    for (const [index, word] of this.#words.entries())
      for (let rest = word; rest !== 0; rest &= rest - 1) yield index * 32 + (31 - Math.clz32(rest & -rest));
  }

  #addBitmap(bytes: Buffer): void {
    const words = (bytes.length - 1) / 4;
    if (words > this.#words.length) this.#grow(words);
    const view = new DataView(bytes.buffer, bytes.byteOffset + 1, words * 4);
    for (let index = 0; index < words; index += 1)
      this.#words[index] = (this.#words[index] ?? 0) | view.getUint32(index * 4, true);
  }

  /** The keys as varint differences, or undefined where that is no shorter than `limit` bytes. */
  #deltas(limit: number): Buffer | undefined {
    const bytes = [DELTAS];
    let previous = -1;
    for (const key of this) {
      let difference = key - previous - 1;
      while (difference > 127) {
        bytes.push((difference & 127) | 128);
        difference >>>= 7;
      }
      bytes.push(difference);
      if (bytes.length >= limit) return undefined;
      previous = key;
    }
    return Buffer.from(bytes);
  }

  #grow(words: number): void {
    const larger = new Uint32Array(Math.max(words, this.#words.length * 2));
    larger.set(this.#words);
    this.#words = larger;
  }
}

function* readDeltas(bytes: Buffer): Generator<number> {
  let key = -1;
  for (let at = 1; at < bytes.length; at += 1) {
    let difference = 0;
    let shift = 0;
    while (((bytes[at] ?? 0) & 128) !== 0) {
      difference |= ((bytes[at] ?? 0) & 127) << shift;
      shift += 7;
      at += 1;
    }
    key += (difference | ((bytes[at] ?? 0) << shift)) + 1;
    yield key;
  }
}

/** Bits set, by the parallel sum of Warren, Hacker's Delight, 5-1. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
