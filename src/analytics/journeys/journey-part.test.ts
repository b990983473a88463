import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packPart, unpackPart } from './journey-part.ts';
import { Journeys } from './journeys.ts';

const DAY_MS = Date.UTC(2026, 3, 10);

interface Plain {
  readonly actor: number;
  readonly at: number;
  readonly signature: number;
}

const plainEvent = fc.record({
  actor: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 2 ** 52, max: 2 ** 53 - 1 })),
  at: fc.integer({ min: DAY_MS, max: DAY_MS + 86_399_999 }),
  signature: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })),
});

function journeysOf(events: readonly Plain[]): Journeys {
  const journeys = new Journeys();
  for (const { actor, at, signature } of events) {
    journeys.begin(actor, 1);
    journeys.push(at, signature);
  }
  return journeys;
}

function plain(journeys: Journeys): Plain[] {
  const events: Plain[] = [];
  for (const { actor, from, to, times, signatures } of journeys)
    for (let place = from; place < to; place += 1)
      events.push({ actor, at: times[place] ?? 0, signature: signatures[place] ?? 0 });
  return events;
}

function unpacked(...parts: Buffer[]): Journeys {
  const journeys = new Journeys();
  for (const part of parts) journeys.add(unpackPart(part), DAY_MS);
  return journeys;
}

/** By actor, then time; JavaScript's sort keeps the order of what is equal. */
const sorted = (events: readonly Plain[]) => events.toSorted((a, b) => a.actor - b.actor || a.at - b.at);

it('gives back what was packed, by actor, then time, then arrival', () => {
  fc.assert(
    fc.property(fc.array(plainEvent), (events) => {
      expect(plain(unpacked(packPart(journeysOf(events), DAY_MS)))).toEqual(sorted(events));
    }),
  );
});

it('makes one of several parts as if all had come at once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(plainEvent), { maxLength: 5 }), (rounds) => {
      const parts = rounds.map((events) => packPart(journeysOf(events), DAY_MS));
      expect(plain(unpacked(...parts))).toEqual(sorted(rounds.flat()));
    }),
  );
});

it('refuses bytes that end within a number', () => {
  const part = packPart(journeysOf([{ actor: 1, at: DAY_MS + 70_000, signature: 300 }]), DAY_MS);
  expect(() => unpacked(part.subarray(0, -1))).toThrow(RangeError);
});
