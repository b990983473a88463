import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '#platform';
import type { KeyRing } from './key-ring.ts';
import type { KeyStore } from './key-store.ts';
import { matchesHash, parseKey } from './keys.ts';

/**
 * The key of this machine's developer: made at the first start, kept in the data directory readable by its owner only,
 * and made anew where the database does not know it or it has ended. Development only.
 */
export async function ensureLocalKey(
  dataDir: string,
  keys: KeyRing,
  store: KeyStore,
  nowMs: number,
): Promise<string> {
  const path = join(dataDir, 'local-key');
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (await isUsable(kept.trim(), store, nowMs)) return kept.trim();
  const { key } = await keys.create({ name: 'local development', scopes: ['admin'] });
  await makeDirectory(dataDir);
  await writeFile(path, `${key}\n`, { mode: 0o600 });
  return key;
}

async function isUsable(text: string, store: KeyStore, nowMs: number): Promise<boolean> {
  const parsed = parseKey(text);
  const stored = parsed && (await store.find(parsed.id));
  if (parsed === undefined || stored === undefined) return false;
  const live = stored.revokedAt === null && (stored.expiresAt === null || stored.expiresAt.getTime() > nowMs);
  return live && matchesHash(parsed.secret, stored.secretHash);
}
