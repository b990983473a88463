import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBounce, mergeSessions, type Session, type SessionEvent, sessionsOf } from './sessions.ts';

const MINUTE = 60_000;
const event = (minute: number, kind: 'view' | 'click' = 'view'): SessionEvent => ({
  at: minute * MINUTE,
  isPageView: kind === 'view',
  isInteraction: kind === 'click',
});
const spans = (sessions: readonly Session[]) =>
  sessions.map(({ start, last, events }) => [start / MINUTE, last / MINUTE, events]);

describe('sessionsOf', () => {
  it('ends a session after more than 30 minutes without an event', () => {
    expect(spans(sessionsOf([event(0), event(30), event(61)]))).toEqual([
      [0, 30, 2],
      [61, 61, 1],
    ]);
  });

  it('ends a session after 24 hours, however busy it is', () => {
    const busy = Array.from({ length: 100 }, (_, index) => event(index * 29));
    expect(spans(sessionsOf(busy))).toEqual([
      [0, 49 * 29, 50],
      [50 * 29, 99 * 29, 50],
    ]);
  });
});

describe('mergeSessions', () => {
  it('gives what a new reckoning of all events gives, in whatever order they come', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 120 });
    const dense = fc.array(fc.integer({ min: 0, max: 3_500 }), { minLength: 150, maxLength: 250 });
    fc.assert(
      fc.property(fc.oneof(minutes, dense), fc.integer({ min: 1, max: 20 }), (times, size) => {
        const events = times.map((minute, index) => event(minute, index % 3 === 0 ? 'click' : 'view'));
        let sessions: Session[] = [];
        for (let start = 0; start < events.length; start += size) {
          const known = events.slice(0, start + size);
          const merged = mergeSessions(sessions, events.slice(start, start + size));
          if ('sessions' in merged) sessions = merged.sessions;
          else {
            const { rebuildFrom } = merged;
            sessions = [
              ...sessions.filter((session) => session.start < rebuildFrom),
              ...sessionsOf(known.filter(({ at }) => at >= rebuildFrom)),
            ];
          }
        }
        expect(sessions).toEqual(sessionsOf(events));
      }),
      { numRuns: 600 },
    );
  });

  it('needs no rebuild where events come in order', () => {
    const merged = mergeSessions(
      [],
      Array.from({ length: 200 }, (_, index) => event(index * 29)),
    );
    expect(merged).toHaveProperty('sessions.length', 4);
  });

  it('joins two sessions that a late event bridges', () => {
    const merged = mergeSessions(sessionsOf([event(0), event(50)]), [event(25)]);
    expect('sessions' in merged && spans(merged.sessions)).toEqual([[0, 50, 3]]);
  });
});

describe('isBounce', () => {
  const lasting = (seconds: number, pageViews: number, interactions: number) =>
    isBounce({ start: 0, last: seconds * 1000, events: 2, pageViews, interactions });

  it('is one page view, no interaction and less than ten seconds', () => {
    expect(lasting(9.9, 1, 0)).toBe(true);
    expect([lasting(10, 1, 0), lasting(1, 2, 0), lasting(1, 1, 1), lasting(1, 0, 0)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
