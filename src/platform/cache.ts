import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';

const compress = promisify(gzip);

/** An answer made once: JSON bytes, their gzip twin and a strong ETag. */
export interface CachedBody {
  readonly json: Buffer;
  readonly gzip: Buffer;
  readonly etag: string;
}

/** Answers by key; a tag names what an answer depends on, and bumping it makes those answers stale at once. */
export interface Cache {
  /** The stored answer, if it is fresh. Synchronous: hot routes answer in the same tick. */
  peek(key: string): CachedBody | undefined;
  /** The stored answer or a new one; concurrent callers of one key share a single computation. */
  getOrCompute(key: string, tags: readonly string[], compute: () => unknown): Promise<CachedBody>;
  bump(tags: readonly string[]): void;
  readonly statistics: { readonly hits: number; readonly misses: number };
}

interface Entry {
  readonly body: CachedBody;
  readonly stamp: string;
  readonly tags: readonly string[];
}

/** The in-process cache, bounded by bytes. Tags are version stamps, so a bump costs nothing per entry. */
export function createMemoryCache(maxBytes = 64 * 1024 * 1024): Cache {
  const entries = new LRUCache<string, Entry>({ maxSize: maxBytes, sizeCalculation: sizeOf });
  const versions = new Map<string, number>();
  const running = new Map<string, Promise<CachedBody>>();
  const statistics = { hits: 0, misses: 0 };
  const stampOf = (tags: readonly string[]) => tags.map((tag) => versions.get(tag) ?? 0).join('.');

  function peek(key: string): CachedBody | undefined {
    const entry = entries.get(key);
    if (entry === undefined || entry.stamp !== stampOf(entry.tags)) return undefined;
    statistics.hits += 1;
    return entry.body;
  }

  async function compute(key: string, tags: readonly string[], make: () => unknown): Promise<CachedBody> {
    statistics.misses += 1;
    const stamp = stampOf(tags);
    const body = await toCachedBody(await make());
    entries.set(key, { body, stamp, tags });
    return body;
  }

  return {
    peek,
    getOrCompute(key, tags, make) {
      const found = peek(key);
      if (found !== undefined) return Promise.resolve(found);
      const flight = `${key}@${stampOf(tags)}`;
      const pending = running.get(flight) ?? compute(key, tags, make).finally(() => running.delete(flight));
      running.set(flight, pending);
      return pending;
    },
    bump(tags) {
      for (const tag of tags) versions.set(tag, (versions.get(tag) ?? 0) + 1);
    },
    statistics,
  };
}

function sizeOf(entry: Entry): number {
  return entry.body.json.byteLength + entry.body.gzip.byteLength + 256;
}

async function toCachedBody(value: unknown): Promise<CachedBody> {
  const json = Buffer.from(JSON.stringify(value));
  const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"`;
  return { json, gzip: await compress(json), etag };
}
