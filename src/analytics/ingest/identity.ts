import { createHash, randomFillSync } from 'node:crypto';

const POOL = Buffer.allocUnsafe(4096);
let used = POOL.length;

/** A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that ids of one time lie together. */
export function uuidV7(nowMs: number): string {
  if (used + 10 > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const random = POOL.toString('hex', used, used + 10);
  used += 10;
  return layOut(nowMs, random);
}

/** The same id whenever the same request is sent again: its key, its sender and the item's place decide it. */
export function idOfRetry(nowMs: number, sender: string, key: string, index: number): string {
  const digest = createHash('sha256').update(`${sender}\0${key}\0${index}`).digest('hex');
  return layOut(nowMs, digest.slice(0, 20));
}

function layOut(nowMs: number, random: string): string {
  const time = nowMs.toString(16).padStart(12, '0');
  const variant = '89ab'[Number.parseInt(random.charAt(3), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The milliseconds a UUIDv7 was made at; undefined for any other id. */
export function timeOfUuidV7(id: string): number | undefined {
  if (!UUID_V7.test(id)) return undefined;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
