import { createHash } from 'node:crypto';

/** Events that nobody is known to have caused: neither a user nor a client's session. */
export const NOBODY = 0;

/** Keys of known users lie below. */
const FIRST_STRANGER = 2 ** 52;
const USERS_A_SLICE = 4_096;
const NOBODYS_SLICE = -1;
/** Slices of known users count up from here, those of others lie below. */
export const FIRST_USERS_SLICE = 0;
const STRANGERS_SLICES = 16;

/**
 * The number of a session of an unknown visitor: 52 bits of a hash, so two of a million sessions share one with a
 * probability of 1 in 9,000, and even then only sessions within half an hour of each other would be taken for one.
 */
export function strangerKey(sessionId: string): number {
  const hash = createHash('sha256').update(sessionId).digest();
  return FIRST_STRANGER + hash.readUIntBE(0, 6) * 16 + (hash.readUInt8(6) >>> 4);
}

export const isUser = (actor: number): boolean => actor !== NOBODY && actor < FIRST_STRANGER;

/** Actors of one slice are read at once; a user's slice follows from the key. */
export function sliceOf(actor: number): number {
  if (actor === NOBODY) return NOBODYS_SLICE;
  return isUser(actor) ? Math.floor(actor / USERS_A_SLICE) : -2 - (actor % STRANGERS_SLICES);
}
