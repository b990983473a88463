import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, startServer } from './child-server.ts';

export interface Product extends ChildServer {
  /** With the key of a local caller. */
  readonly headers: Record<string, string>;
}

/** The whole product in the role `ai-router`, on a database of its own, under a budget that is never reached. */
export async function startProduct(
  env: Record<string, string>,
  nodeOptions: readonly string[] = [],
): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
  const serve = ['src/cli/index.ts', 'serve', '--port', '0', '--role', 'ai-router', '--data-dir', dataDir];
  const server = await startServer([...nodeOptions, ...serve], {
    RATE_LIMIT_PER_MINUTE: '10000000',
    LOG_LEVEL: 'warn',
    ...env,
  });
  server.child.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const key = readFileSync(join(dataDir, 'local-key'), 'utf8').trim();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const set = await fetch(`${server.url}/ai/budgets`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ scope: 'global', window: 'day', limit_usd: 100_000 }),
  });
  if (!set.ok) throw new Error(await set.text());
  return { ...server, headers };
}
