import { createHash } from 'node:crypto';
import { NumberReader, NumberWriter } from './leb128.ts';

/** Which events have which properties: by name, then by the key of the value, the places of the events. */
export type EventsByProperty = Map<string, Map<number, number[]>>;

/**
 * The properties of a part's events, a section for each name: for each value its key and the number of its events, then
 * their places, ascending, each as the difference to the one before, all as unsigned LEB128 numbers.
 */
export interface PackedProperties {
  /** By name, where its section begins and how many bytes it has. */
  readonly directory: Readonly<Record<string, readonly [start: number, length: number]>>;
  readonly sections: Uint8Array;
}

/** Values that a step of a funnel can ask for. */
export type PropertyValue = string | number | boolean;

/**
 * The number of a value: 48 bits of a hash. Among ten million different values of a name one is taken for the one asked for
 * with a probability of 1 in 28 million.
 */
export function valueKey(value: PropertyValue): number {
  return createHash('sha256').update(JSON.stringify(value)).digest().readUIntBE(0, 6);
}

/**
 * Whether a signature tells if an event has a property: it knows the feature as text, which may be another value's where it
 * reads like one.
 */
export function isInSignature(name: string, value: PropertyValue): boolean {
  return name === 'feature' && typeof value === 'string' && !/^(?:[-\d[{]|true$|false$)/.test(value);
}

/** @param places those in the part, by the ones in `events` */
export function packProperties(events: EventsByProperty, places: Int32Array): PackedProperties {
  const numbers = new NumberWriter();
  const directory: [string, [number, number]][] = [];
  for (const [name, values] of events) {
    const start = numbers.length;
    for (const [value, own] of values) {
      numbers.add(value);
      numbers.add(own.length);
      let before = 0;
      for (const place of Int32Array.from(own, (event) => places[event] as number).sort()) {
        numbers.add(place - before);
        before = place;
      }
    }
    directory.push([name, [start, numbers.length - start]]);
  }
  return { directory: Object.fromEntries(directory), sections: numbers.toBuffer() };
}

/** Tells of every property of every event. */
export function eachProperty(
  { directory, sections }: PackedProperties,
  visit: (name: string, value: number, place: number) => void,
): void {
  for (const [name, [start, length]] of Object.entries(directory)) {
    const numbers = new NumberReader(sections.subarray(start, start + length));
    while (!numbers.isAtEnd) {
      const value = numbers.next();
      eachPlace(numbers, (place) => visit(name, value, place));
    }
  }
}

/** Tells of the events that have a value, by the section of the property's name; there may be none. */
export function eachEventWith(
  section: Uint8Array = new Uint8Array(),
  value: number,
  visit: (place: number) => void,
): void {
  const numbers = new NumberReader(section);
  while (!numbers.isAtEnd) {
    if (numbers.next() === value) eachPlace(numbers, visit);
    else numbers.skip(numbers.next());
  }
}

function eachPlace(numbers: NumberReader, visit: (place: number) => void): void {
  let place = 0;
  for (let rest = numbers.next(); rest > 0; rest -= 1) {
    place += numbers.next();
    visit(place);
  }
}
