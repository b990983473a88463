import { packPart, unpackPart } from './journey-part.ts';
import type { StoredPart } from './journey-store.ts';
import { Journeys } from './journeys.ts';
import { type EventsByProperty, eachProperty, packProperties } from './part-properties.ts';

/** Gathers events of one slice and UTC day, in the order of their arrival, into one part. */
export class PartBuilder {
  readonly #dayMs: number;
  /** Their marks are places in the order of arrival. */
  readonly #journeys = new Journeys();
  /** By the same places. */
  readonly #properties: EventsByProperty = new Map();
  #lastMs = 0;

  constructor(dayMs: number) {
    this.#dayMs = dayMs;
  }

  get size(): number {
    return this.#journeys.size;
  }

  /** What is pushed next is this actor's, at most so many events. */
  begin(actor: number, most: number): void {
    this.#journeys.begin(actor, most);
  }

  /** Adds an event. Returns its place. */
  push(at: number, signature: number): number {
    this.#lastMs = Math.max(this.#lastMs, at);
    const place = this.size;
    this.#journeys.push(at, signature);
    this.#journeys.mark(place);
    return place;
  }

  addProperty(name: string, value: number, place: number): void {
    let values = this.#properties.get(name);
    if (values === undefined) this.#properties.set(name, (values = new Map<number, number[]>()));
    const places = values.get(value);
    if (places === undefined) values.set(value, [place]);
    else places.push(place);
  }

  /** Adds the events of a part, of some actors only where it is told. */
  addPart(part: StoredPart, isWanted: (actor: number) => boolean = () => true): void {
    const { actors, lengths, times, signatures } = unpackPart(part.events);
    const places = new Int32Array(times.length).fill(-1);
    let event = 0;
    for (const [run, actor] of actors.entries()) {
      const end = event + (lengths[run] as number);
      if (isWanted(actor)) {
        this.begin(actor, end - event);
        for (let own = event; own < end; own += 1)
          places[own] = this.push(part.dayMs + (times[own] as number), signatures[own] as number);
      }
      event = end;
    }
    eachProperty(part.properties, (name, value, own) => {
      const place = places[own] as number;
      if (place >= 0) this.addProperty(name, value, place);
    });
  }

  toPart(slice: number, level: number): StoredPart {
    const journeys = [...this.#journeys];
    const moved = new Int32Array(this.size);
    let next = 0;
    for (const { from, to, marks } of journeys)
      for (let place = from; place < to; place += 1) moved[marks[place] as number] = next++;
    return {
      slice,
      dayMs: this.#dayMs,
      lastMs: this.#lastMs,
      level,
      events: packPart(journeys, this.#dayMs),
      properties: packProperties(this.#properties, moved),
    };
  }
}
