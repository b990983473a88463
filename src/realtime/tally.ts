/** What a channel has done since the process began. */
export class Tally {
  deliveries = 0;
  bytes = 0;
  conflated = 0;
  recovered = 0;
  notRecovered = 0;
  answered = 0;
  refused = 0;
  readonly #ends = new Map<number, number>();

  /** A connection ended, with its close code. */
  ended(code: number): void {
    this.#ends.set(code, (this.#ends.get(code) ?? 0) + 1);
  }

  get ends(): ReadonlyMap<number, number> {
    return this.#ends;
  }
}
