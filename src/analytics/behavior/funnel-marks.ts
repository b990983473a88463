import type { Journey } from '../journeys/journeys.ts';

/** What the rows say of events beyond their signatures: steps that they fit, by user and time, both ascending. */
export class FunnelMarks {
  #users = new Int32Array(1_024);
  #times = new Float64Array(1_024);
  #steps = new Int32Array(1_024);
  #length = 0;
  #next = 0;

  /** @param user key of the user; not below that of the mark added last */
  add(user: number, at: number, steps: number): void {
    if (this.#length === this.#times.length) this.#grow();
    this.#users[this.#length] = user;
    this.#times[this.#length] = at;
    this.#steps[this.#length] = steps;
    this.#length += 1;
  }

  /**
   * The steps that a journey's events fit by their marks, by place from its first event; undefined where it has none,
   * `'unclear'` where one of several events of a millisecond bears a mark and the time does not tell which. Journeys are
   * asked for by ascending user.
   */
  of({ actor, from, to, times }: Journey): Int32Array | undefined | 'unclear' {
    while (this.#next < this.#length && (this.#users[this.#next] as number) < actor) this.#next += 1;
    if (this.#next === this.#length || this.#users[this.#next] !== actor) return undefined;
    const steps = new Int32Array(to - from);
    let mark = this.#next;
    for (let place = from; place < to; place += 1) {
      const at = times[place] as number;
      while (this.#users[mark] === actor && (this.#times[mark] as number) < at) mark += 1;
      if (mark >= this.#length || this.#users[mark] !== actor) break;
      if (this.#times[mark] !== at) continue;
      if (place + 1 < to && times[place + 1] === at) return 'unclear';
      steps[place - from] = this.#steps[mark] as number;
    }
    return steps;
  }

  #grow(): void {
    const users = new Int32Array(this.#length * 2);
    users.set(this.#users);
    this.#users = users;
    const times = new Float64Array(this.#length * 2);
    times.set(this.#times);
    this.#times = times;
    const steps = new Int32Array(this.#length * 2);
    steps.set(this.#steps);
    this.#steps = steps;
  }
}
