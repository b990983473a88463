/** What one actor did, in order of time; events of one millisecond in the order of their arrival. */
export interface Journey {
  readonly actor: number;
  /** Places of the journey's events in the arrays, the latter exclusive; the rest is others'. */
  readonly from: number;
  readonly to: number;
  /** Epoch milliseconds. */
  readonly times: Float64Array;
  /** Keys of signatures. */
  readonly signatures: Int32Array;
  /** What was noted of the events; 0 where nothing was. */
  readonly marks: Int32Array;
}

/** A part as columns: runs of one actor each, and their events one after another. */
export interface Part {
  /** Of each run: its actor, and how many events it has. */
  readonly actors: Float64Array;
  readonly lengths: Uint32Array;
  /** Of each event: milliseconds since the day began, and the key of its signature. */
  readonly times: Uint32Array;
  readonly signatures: Int32Array;
}

/** Which events of a signature are wanted: none, all, or those with a mark. */
export const WANTED = { none: 0, all: 1, marked: 2 } as const;

/** Events of many actors, put in as runs of one actor each, given out as one journey an actor. */
export class Journeys {
  /** Of each event: the place of its actor among `#actors`, its time, its signature and its mark. */
  #owners = new Int32Array(1_024);
  #times = new Float64Array(1_024);
  #signatures = new Int32Array(1_024);
  #marks = new Int32Array(1_024);
  #length = 0;
  /** Actors in the order in which they came, and how many events each has. */
  readonly #actors = new Map<number, number>();
  #counts: number[] = [];
  #actor = 0;
  /** The place of the actor whose events come; -1 until the first. */
  #owner = -1;
  #areMarked = false;

  get size(): number {
    return this.#length;
  }

  /** What is pushed next is this actor's, at most so many events. */
  begin(actor: number, most: number): void {
    this.#reserve(most);
    this.#actor = actor;
    this.#owner = -1;
  }

  push(at: number, signature: number): void {
    if (this.#owner < 0) this.#owner = this.#place();
    this.#counts[this.#owner] = (this.#counts[this.#owner] as number) + 1;
    this.#owners[this.#length] = this.#owner;
    this.#times[this.#length] = at;
    this.#signatures[this.#length] = signature;
    this.#length += 1;
  }

  /** Notes something of the event pushed last. Either all events are marked or none. */
  mark(mark: number): void {
    this.#areMarked = true;
    this.#marks[this.#length - 1] = mark;
  }

  /** The journeys by ascending actor; nothing may be added meanwhile. */
  *[Symbol.iterator](): Generator<Journey> {
    const { starts, times, signatures, marks } = this.#byActor();
    for (const actor of Float64Array.from(this.#actors.keys()).sort()) {
      const owner = this.#actors.get(actor) as number;
      const from = starts[owner] as number;
      const journey = { actor, from, to: from + (this.#counts[owner] as number), times, signatures, marks };
      orderByTime(journey);
      yield journey;
    }
  }

  /** Makes room for others; what was grown stays. */
  clear(): void {
    this.#length = 0;
    this.#actors.clear();
    this.#counts = [];
  }

  /**
   * Adds what a part holds.
   *
   * @param wanted by key of signature, which to add; all where it is not told
   * @param marks of each event
   */
  add(
    { actors, lengths, times, signatures }: Part,
    dayMs: number,
    wanted?: Uint8Array,
    marks?: Int32Array,
  ): void {
    this.#reserve(times.length);
    let event = 0;
    for (let run = 0; run < actors.length; run += 1) {
      this.#actor = actors[run] as number;
      this.#owner = -1;
      for (const end = event + (lengths[run] as number); event < end; event += 1) {
        const signature = signatures[event] as number;
        const mark = marks === undefined ? 0 : (marks[event] as number);
        if (wanted !== undefined && !isWanted(wanted[signature] as number, mark)) continue;
        this.push(dayMs + (times[event] as number), signature);
        if (marks !== undefined) this.mark(mark);
      }
    }
  }

  /** The place of the actor, a new one where there is none yet. */
  #place(): number {
    const known = this.#actors.get(this.#actor);
    if (known !== undefined) return known;
    this.#actors.set(this.#actor, this.#counts.length);
    return this.#counts.push(0) - 1;
  }

  /** The events with those of one actor side by side, each actor's in the order in which they came. */
  #byActor(): Pick<Journey, 'times' | 'signatures' | 'marks'> & { starts: Int32Array } {
    const starts = new Int32Array(this.#counts.length);
    for (let owner = 1; owner < starts.length; owner += 1)
      starts[owner] = (starts[owner - 1] as number) + (this.#counts[owner - 1] as number);
    const places = starts.slice();
    const times = new Float64Array(this.#length);
    const signatures = new Int32Array(this.#length);
    for (let event = 0; event < this.#length; event += 1) {
      const owner = this.#owners[event] as number;
      const place = places[owner] as number;
      places[owner] = place + 1;
      times[place] = this.#times[event] as number;
      signatures[place] = this.#signatures[event] as number;
    }
    return { starts, times, signatures, marks: this.#marksByActor(starts) };
  }

  #marksByActor(starts: Int32Array): Int32Array {
    // Never written to, they are 0.
    if (!this.#areMarked) return this.#marks;
    const places = starts.slice();
    const marks = new Int32Array(this.#length);
    for (let event = 0; event < this.#length; event += 1) {
      const owner = this.#owners[event] as number;
      const place = places[owner] as number;
      places[owner] = place + 1;
      marks[place] = this.#marks[event] as number;
    }
    return marks;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#times.length) return;
    const size = Math.max(this.#length + more, this.#times.length * 2);
    const owners = new Int32Array(size);
    owners.set(this.#owners);
    this.#owners = owners;
    const times = new Float64Array(size);
    times.set(this.#times);
    this.#times = times;
    const signatures = new Int32Array(size);
    signatures.set(this.#signatures);
    this.#signatures = signatures;
    const marks = new Int32Array(size);
    marks.set(this.#marks);
    this.#marks = marks;
  }
}

const isWanted = (wanted: number, mark: number): boolean =>
  wanted === WANTED.all || (wanted === WANTED.marked && mark !== 0);

/** A stable sort; runs mostly follow one another in time already. */
function orderByTime({ from, to, times, signatures, marks }: Journey): void {
  let place = from + 1;
  while (place < to && (times[place - 1] as number) <= (times[place] as number)) place += 1;
  if (place >= to) return;
  const before = {
    times: times.slice(from, to),
    signatures: signatures.slice(from, to),
    marks: marks.slice(from, to),
  };
  const order = Array.from(before.times.keys()).sort(
    (a, b) => (before.times[a] as number) - (before.times[b] as number),
  );
  for (const [index, event] of order.entries()) {
    times[from + index] = before.times[event] as number;
    signatures[from + index] = before.signatures[event] as number;
    marks[from + index] = before.marks[event] as number;
  }
}
