import { uuidV7 } from '../src/analytics/ingest/identity.ts';
import type { EventRow } from '../src/analytics/ingest/rows.ts';

const DAY_MS = 86_400_000;
const DAYS = 60;
export const USERS = 200_000;
export const END = Math.floor(Date.now() / DAY_MS) * DAY_MS;
export const START = END - DAYS * DAY_MS;

const TYPES = [
  'page_view',
  'page_view',
  'click',
  'page_view',
  'search',
  'purchase',
  'heartbeat',
  'page_view',
];

/**
 * One of `total` events in order of time over 60 days; users come in short visits. A mixed congruential sequence stands
 * for chance.
 */
export function makeRow(index: number, total: number): EventRow {
  const at = START + Math.floor((index / total) * DAYS * DAY_MS);
  const mixed = Math.imul(index, 2_654_435_761) >>> 0;
  // Neighbouring events belong to the same hundred users, so that visits have several events.
  const visit = Math.imul(Math.floor(index / 400), 40_503) >>> 0;
  const user = (visit * 100 + (mixed % 100)) % USERS;
  const type = TYPES[(mixed >>> 8) % TYPES.length] ?? 'click';
  const buys = type === 'purchase' && (mixed >>> 16) % 10 === 0;
  return {
    id: uuidV7(at),
    at,
    eventType: type === 'purchase' && !buys ? 'click' : type,
    userId: `user-${user}`,
    sessionId: null,
    amountMicros: buys ? ((mixed >>> 4) % 10_000) * 10_000 : null,
    properties: '{"page":"/portfolio","plan":"premium"}',
    context: '{"source":"web"}',
    simulated: false,
  };
}
