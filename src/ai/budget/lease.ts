/**
 * What one process holds of one budget: granted = reserved + settled + free. Pure arithmetic; the store moves money
 * between the lease and the shared account, and every method keeps the sum.
 */
export class Lease {
  #granted = 0;
  #reserved = 0;
  #settled = 0;

  get free(): number {
    return this.#granted - this.#reserved - this.#settled;
  }

  get reserved(): number {
    return this.#reserved;
  }

  get settled(): number {
    return this.#settled;
  }

  get granted(): number {
    return this.#granted;
  }

  grant(nano: number): void {
    this.#granted += nano;
  }

  /** True where the amount is free and now held. */
  reserve(nano: number): boolean {
    if (nano > this.free) return false;
    this.#reserved += nano;
    return true;
  }

  /** Ends a reservation; what was not spent is free again. */
  settle(reservedNano: number, spentNano: number): void {
    this.#reserved -= reservedNano;
    this.#settled += spentNano;
  }

  /** Takes out what goes back to the shared account: all that is settled, and free money above `keep`. */
  withdraw(keep: number): { settled: number; returned: number } {
    const settled = this.#settled;
    const returned = Math.max(0, this.free - keep);
    this.#settled = 0;
    this.#granted -= settled + returned;
    return { settled, returned };
  }

  /** Puts a withdrawal back whose writing failed. */
  restore({ settled, returned }: { settled: number; returned: number }): void {
    this.#settled += settled;
    this.#granted += settled + returned;
  }

  /** Forgets the grant: the lease ran out and the shared account has written it off. Reservations run on unbacked. */
  expire(): void {
    this.#granted = this.#reserved + this.#settled;
  }
}
