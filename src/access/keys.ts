import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'rr_live_';
const SECRET_BYTES = 32;
const SHAPE = /^rr_live_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

export interface ParsedKey {
  readonly id: string;
  readonly secret: string;
}

export interface MintedKey {
  readonly id: string;
  /** The whole key. It exists here once; only its hash is stored. */
  readonly key: string;
  readonly secretHash: Buffer;
}

/** A new key `rr_live_<id>_<secret>` with 256 random bits. */
export function mintKey(): MintedKey {
  const id = randomBytes(8).toString('hex').slice(0, 12);
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { id, key: `${PREFIX}${id}_${secret}`, secretHash: hashSecret(secret) };
}

/** The parts of a key, or undefined where it has not the shape of one. */
export function parseKey(text: string): ParsedKey | undefined {
  const [, id, secret] = SHAPE.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether a secret is the one behind a hash, in constant time. */
export function matchesHash(secret: string, hash: Buffer): boolean {
  const given = hashSecret(secret);
  return given.length === hash.length && timingSafeEqual(given, hash);
}
