/** What one actor did, in order of time; events of one millisecond in the order of their arrival. */
export interface Journey {
  readonly actor: number;
  /** Events; the arrays may be longer, and hold them only until the next journey comes. */
  readonly length: number;
  /** Epoch milliseconds. */
  readonly times: Float64Array;
  /** Keys of signatures. */
  readonly signatures: Int32Array;
}

/** Events of many actors, put in as runs of one actor each, given out as one journey an actor. */
export class Journeys {
  #times = new Float64Array(1_024);
  #signatures = new Int32Array(1_024);
  #length = 0;
  /** Where the runs of each actor begin and end. */
  readonly #runs = new Map<number, number[]>();

  get size(): number {
    return this.#length;
  }

  /** The next `events` pushed are this actor's. */
  begin(actor: number, events: number): void {
    const end = this.#length + events;
    if (end > this.#times.length) this.#grow(end);
    const runs = this.#runs.get(actor);
    if (runs === undefined) this.#runs.set(actor, [this.#length, end]);
    else runs.push(this.#length, end);
  }

  push(at: number, signature: number): void {
    this.#times[this.#length] = at;
    this.#signatures[this.#length] = signature;
    this.#length += 1;
  }

  /** Visits the journeys by ascending actor. */
  each(visit: (journey: Journey) => void): void {
    let times = new Float64Array(256);
    let signatures = new Int32Array(256);
    const actors = Float64Array.from(this.#runs.keys()).sort();
    for (const actor of actors) {
      const runs = this.#runs.get(actor) ?? [];
      let length = 0;
      for (let run = 0; run < runs.length; run += 2) length += (runs[run + 1] ?? 0) - (runs[run] ?? 0);
      if (length > times.length) {
        times = new Float64Array(length * 2);
        signatures = new Int32Array(length * 2);
      }
      let place = 0;
      for (let run = 0; run < runs.length; run += 2) {
        const [from = 0, to = 0] = [runs[run], runs[run + 1]];
        for (let event = from; event < to; event += 1) {
          times[place] = this.#times[event] as number;
          signatures[place] = this.#signatures[event] as number;
          place += 1;
        }
      }
      orderByTime(times, signatures, length);
      visit({ actor, length, times, signatures });
    }
  }

  #grow(least: number): void {
    const size = Math.max(least, this.#times.length * 2);
    const times = new Float64Array(size);
    times.set(this.#times);
    this.#times = times;
    const signatures = new Int32Array(size);
    signatures.set(this.#signatures);
    this.#signatures = signatures;
  }
}

/** A stable sort; runs mostly follow one another in time already. */
function orderByTime(times: Float64Array, signatures: Int32Array, length: number): void {
  let place = 1;
  while (place < length && (times[place - 1] as number) <= (times[place] as number)) place += 1;
  if (place >= length) return;
  const before = times.slice(0, length);
  const own = signatures.slice(0, length);
  const order = Array.from({ length }, (_, index) => index);
  order.sort((a, b) => (before[a] as number) - (before[b] as number));
  for (const [to, from] of order.entries()) {
    times[to] = before[from] as number;
    signatures[to] = own[from] as number;
  }
}
