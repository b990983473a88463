import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { usedCatalogue } from '#ai';
import type { Config } from '#contracts/config';
import { acquireDatabaseServer, createLogger, openDatabase, pendingMigrations, reasonOf } from '#platform';
import { explainError } from './explain-error.ts';

/** One thing examined: `wrong` must be mended, `off` and `simulated` are choices to know about. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'off' | 'simulated' | 'wrong';
  readonly found: string;
  readonly fix?: string;
}

export function checkNode(): Check {
  const { node } = process.versions;
  return { name: 'node', state: 'ok', found: `${node} on ${process.platform} ${process.arch}` };
}

/** Uses the database as a start would: the embedded server is started, or the running one entered. */
export async function checkDatabase(config: Config): Promise<Check[]> {
  const logger = createLogger({ logLevel: 'silent' });
  try {
    await using server = await acquireDatabaseServer(config, logger);
    await using database = openDatabase(server.address, logger);
    const { rows } = await database.pool.query<{ server_version: string }>('SHOW server_version');
    const place = server.kind === 'embedded' ? `embedded, data in ${config.dataDir}` : 'DATABASE_URL';
    const found = `PostgreSQL ${rows[0]?.server_version} (${place})`;
    return [{ name: 'database', state: 'ok', found }, schemaCheck(await pendingMigrations(database))];
  } catch (error) {
    return [failed('database', error)];
  }
}

function schemaCheck(pending: readonly string[]): Check {
  const found =
    pending.length === 0 ? 'up to date' : `${pending.length} migrations to apply; a start applies them`;
  return { name: 'schema', state: 'ok', found };
}

export async function checkRedis({ redisUrl }: Config): Promise<Check> {
  if (redisUrl === undefined)
    return { name: 'redis', state: 'off', found: 'one node needs none; REDIS_URL shares cache and limits' };
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 3_000, retryStrategy: () => null });
  // Why a connection failed is only told here; what asked for it hears that it is closed.
  let reason: unknown;
  redis.on('error', (error) => {
    reason = error;
  });
  try {
    await redis.connect();
    return { name: 'redis', state: 'ok', found: `answers ${await redis.ping()}` };
  } catch (error) {
    return {
      name: 'redis',
      state: 'wrong',
      found: `The Redis of REDIS_URL cannot be used. ${reasonOf(reason ?? error)}`,
      fix: 'Start it or mend REDIS_URL; one node needs none.',
    };
  } finally {
    redis.disconnect();
  }
}

const OWN_ANSWER_WITHIN_MS = 3_000;

export async function checkPort({ host, port }: Config): Promise<Check> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return { name: 'port', state: 'ok', found: `${host}:${port} is free` };
  } catch (error) {
    const own = await ownVersion(host, port);
    if (own === undefined) return failed('port', error);
    return { name: 'port', state: 'ok', found: `RichesReach ${own} answers at ${host}:${port}` };
  } finally {
    server.close();
  }
}

/** Version of the platform that answers there; undefined where it is something else. */
async function ownVersion(host: string, port: number): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://${host}:${port}/health/detailed/`, {
      signal: AbortSignal.timeout(OWN_ANSWER_WITHIN_MS),
    });
    const { version, roles } = (await answer.json()) as { version?: string; roles?: string[] };
    return roles === undefined ? undefined : version;
  } catch {
    return undefined;
  }
}

const KEY_VARIABLES = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_API_KEY',
} as const;

/** Says whether there is a key, not whether the provider takes it: that would be a request on the user's account. */
export function checkProviders({ providers }: Config): Check[] {
  return Object.entries(KEY_VARIABLES).map(([name, variable]) => {
    const { apiKey, baseUrl } = providers[name as keyof typeof KEY_VARIABLES];
    return apiKey === undefined
      ? { name, state: 'off', found: `no key; set ${variable}` }
      : { name, state: 'ok', found: `has a key, not tried (${baseUrl})` };
  });
}

/** Which models and prices the router works with. */
export function checkCatalogue({ dataDir }: Config): Check {
  try {
    const { document, path } = usedCatalogue(dataDir);
    const found = `${document.models.length} models of ${document.version}, ${path ?? 'as shipped'}`;
    return { name: 'catalogue', state: 'ok', found };
  } catch (error) {
    return failed('catalogue', error);
  }
}

/** Servers of one's own. A model without a price is never used under a budget. */
export function checkCompatibleServers({ compatibleServers }: Config): Check[] {
  return compatibleServers.map(({ name, baseUrl, models }) => {
    const unpriced = models.filter(({ price }) => price === null).map((model) => model.name);
    const prices = unpriced.length === 0 ? '' : `; without a price: ${unpriced.join(', ')}`;
    return { name, state: 'ok', found: `${models.length} models, not tried (${baseUrl})${prices}` };
  });
}

export function checkDemo({ demo }: Config): Check {
  return demo
    ? {
        name: 'demo',
        state: 'simulated',
        found: 'an empty database is filled with simulated data; turn off with RICHESREACH_DEMO=false',
      }
    : { name: 'demo', state: 'off', found: 'only real data' };
}

function failed(name: string, error: unknown): Check {
  const [{ what, why = '', fix = '' } = { what: String(error) }] = explainError(error);
  return { name, state: 'wrong', found: `${what} ${why}`.trim(), fix };
}
