import { Client } from 'pg';
import { reasonOf, SetupError } from '../errors.ts';
import { OLDEST_VERSION } from '../migrate.ts';

/** Connects once, so that a wrong or too old server is one clear error at the start and not many later. */
export async function checkExternalServer(url: string): Promise<void> {
  const version = await versionOf(url);
  if (version >= OLDEST_VERSION) return;
  throw new SetupError({
    what: `The PostgreSQL at ${withoutPassword(url)} is too old.`,
    why: `It is version ${Math.floor(version / 10_000)}; RichesReach needs 15 or newer.`,
    fix: 'Upgrade it, or unset DATABASE_URL to use the embedded one.',
  });
}

async function versionOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    return Number(rows[0]?.server_version_num);
  } catch (error) {
    throw new SetupError({
      what: `The PostgreSQL at ${withoutPassword(url)} cannot be used.`,
      why: `${reasonOf(error) || 'It does not answer'}.`,
      fix: 'Start it or mend DATABASE_URL; without DATABASE_URL the embedded PostgreSQL is used.',
      cause: error,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname;
}
