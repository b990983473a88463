/** Writes whole numbers from 0 to 2^53 as unsigned LEB128: seven bits a byte, the lowest first. */
export class NumberWriter {
  #bytes = new Uint8Array(1_024);
  #length = 0;

  /** Bytes written. */
  get length(): number {
    return this.#length;
  }

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

/** Reads what a NumberWriter wrote. */
export class NumberReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  /** Throws a RangeError where the bytes end within the number. */
  next(): number {
    let byte = this.#bytes[this.#offset++];
    if (byte !== undefined && byte < 128) return byte;
    let value = 0;
    for (let factor = 1; byte !== undefined; factor *= 128) {
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      byte = this.#bytes[this.#offset++];
    }
    throw new RangeError('A part of the journeys ends within a number.');
  }

  skip(numbers: number): void {
    for (let rest = numbers; rest > 0 && !this.isAtEnd; this.#offset += 1)
      if ((this.#bytes[this.#offset] as number) < 128) rest -= 1;
  }
}
