import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type EventsByProperty,
  eachEventWith,
  eachProperty,
  isInSignature,
  packProperties,
  valueKey,
} from './part-properties.ts';

const EVENTS = 40;
const anyName = fc.oneof(fc.constantFrom('plan', '__proto__', '7', ''), fc.string());
const anyValue = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
/** Events, each with its place in the part. */
const anyEvents = fc.shuffledSubarray(
  Array.from({ length: EVENTS }, (_, place) => place),
  { minLength: EVENTS },
);

it('gives back which events have which properties, wherever they stand in the part', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyName, anyValue, fc.nat(EVENTS - 1))), anyEvents, (properties, order) => {
      const events: EventsByProperty = new Map();
      for (const [name, value, event] of properties) {
        const values = events.get(name) ?? new Map<number, number[]>();
        events.set(name, values);
        const own = values.get(valueKey(value)) ?? [];
        values.set(valueKey(value), own.includes(event) ? own : [...own, event]);
      }
      const packed = packProperties(events, Int32Array.from(order));

      const told = new Set<string>();
      eachProperty(packed, (name, value, place) => told.add(JSON.stringify([name, value, place])));
      const expected = properties.map(([name, value, event]) =>
        JSON.stringify([name, valueKey(value), order[event]]),
      );
      expect(told).toEqual(new Set(expected));

      for (const [name, value] of properties) {
        const [start = 0, length = 0] = packed.directory[name] ?? [];
        const places: number[] = [];
        const section = packed.sections.subarray(start, start + length);
        eachEventWith(section, valueKey(value), (place) => places.push(place));
        const having = events.get(name)?.get(valueKey(value)) ?? [];
        expect(places).toEqual(having.map((event) => order[event] ?? -1).sort((a, b) => a - b));
      }
    }),
  );
});

it('finds nothing where no event has the property', () => {
  eachEventWith(undefined, valueKey('pro'), () => expect.unreachable());
});

it('tells values of different kinds apart, and the same number from itself never', () => {
  const values = ['25', 25, '25.0', 'true', true, false, '', '"25"', 0, 1e21];
  expect(new Set(values.map(valueKey)).size).toBe(values.length);
  expect([valueKey(25.0), valueKey(-0)]).toEqual([valueKey(25), valueKey(0)]);
});

it('leaves to the signature only features whose text no other value has', () => {
  const inSignature = (['charts', 'tracker', 'null', '25', 25, '-1', 'true', false, '{}'] as const).filter(
    (value) => isInSignature('feature', value),
  );
  expect(inSignature).toEqual(['charts', 'tracker', 'null']);
  expect(isInSignature('page', 'charts')).toBe(false);
});
