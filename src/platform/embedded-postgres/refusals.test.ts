import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdServer } from '../../../test/support/server-holder.ts';
import { createLogger } from '../logger.ts';
import { canReach, isRoot, NOBODY } from './account.ts';
import { prepareHome } from './home.ts';
import { acquireDatabaseServer } from './index.ts';

const logger = createLogger({ logLevel: 'silent' });
const NO_FSYNC = { fsync: 'off' };
let root: string;

const acquire = (dataDir: string, databaseUrl?: string) =>
  acquireDatabaseServer({ databaseUrl, dataDir }, logger, NO_FSYNC);

/** A directory as a start leaves it, with PostgreSQL's own data directory in it. */
async function withCluster(name: string, spoil: (data: string) => Promise<void>): Promise<string> {
  const data = join(root, name, 'postgres/data');
  await mkdir(data, { recursive: true });
  await spoil(data);
  return join(root, name);
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'richesreach-refusals-'));
  await chmod(root, 0o755);
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('what the embedded server refuses', () => {
  it.each(['/proc/richesreach', '/dev/null', '/dev/null/richesreach'])(
    'cannot live in %s and says so',
    async (dataDir) => {
      await expect(acquire(dataDir)).rejects.toMatchObject({
        name: 'SetupError',
        what: `The data directory ${dataDir} cannot be used for the embedded PostgreSQL.`,
        fix: expect.stringContaining('DATABASE_URL'),
      });
    },
  );

  it('leaves a directory alone that holds something else', async () => {
    const dataDir = await withCluster('foreign', (data) => writeFile(join(data, 'thesis.txt'), 'mine'));

    await expect(acquire(dataDir)).rejects.toMatchObject({ why: 'It has files in it, but no PG_VERSION.' });
  });

  it('does not open the data of another major version', async () => {
    const dataDir = await withCluster('old', (data) => writeFile(join(data, 'PG_VERSION'), '16\n'));

    await expect(acquire(dataDir)).rejects.toMatchObject({
      why: 'They were written by PostgreSQL 16; the embedded one is 18.',
      fix: expect.stringContaining('DATABASE_URL to a PostgreSQL 16'),
    });
  });

  it('gives PostgreSQL’s own reason for a damaged directory', async () => {
    const dataDir = await withCluster('damaged', (data) => writeFile(join(data, 'PG_VERSION'), '18\n'));
    await chmod(join(dataDir, 'postgres/data'), 0o700);
    if (isRoot()) await chown(join(dataDir, 'postgres/data'), NOBODY.uid, NOBODY.gid);

    await expect(acquire(dataDir)).rejects.toMatchObject({
      why: expect.stringContaining('postgresql.conf'),
      fix: expect.stringContaining('postgres.log'),
    });
  });
});

describe('a server of one’s own', () => {
  it('that does not answer is refused at the start, without its password', async () => {
    const refused = acquire(root, 'postgres://user:secret@127.0.0.1:1/prices');

    await expect(refused).rejects.toMatchObject({
      what: 'The PostgreSQL at 127.0.0.1:1/prices cannot be used.',
      why: expect.stringContaining('ECONNREFUSED'),
    });
    await expect(refused).rejects.not.toThrow('secret');
  });
});

const DAEMON = 1;
const NAMELESS = 65_533;
const projectIsReachable = await canReach(import.meta.dirname, { uid: DAEMON, gid: DAEMON });
const canBecomeUser = isRoot() && projectIsReachable;
if (!canBecomeUser)
  console.warn('SKIPPED: starts as another user need root and a project that user can read');

describe.skipIf(!canBecomeUser)('accounts', () => {
  it('runs as a normal user in a directory of that user', async () => {
    const dataDir = join(root, 'of-daemon');
    await mkdir(dataDir);
    await chown(dataDir, DAEMON, DAEMON);

    const holder = await holdServer(dataDir, DAEMON);
    const data = await stat(join(dataDir, 'postgres/data'));
    expect([data.uid, data.mode & 0o777]).toEqual([DAEMON, 0o700]);
    expect(await holder.end('SIGTERM')).toBe(0);

    const asRoot = await acquire(dataDir);
    const again = await holdServer(dataDir, DAEMON);
    expect([asRoot.adopted, again.adopted]).toEqual([false, true]);
    await asRoot[Symbol.asyncDispose]();
    expect(await again.end('SIGTERM')).toBe(0);
    await (await holdServer(dataDir, DAEMON)).end('SIGTERM');
  });

  it('as root, gives the server’s account its data and nothing else', async () => {
    const dataDir = join(root, 'of-root-and-nobody');
    await using server = await acquire(dataDir);

    const owners = ['postgres', 'postgres/data', 'postgres/postgres.log'].map((name) =>
      stat(join(dataDir, name)),
    );
    expect((await Promise.all(owners)).map(({ uid }) => uid)).toEqual([0, NOBODY.uid, NOBODY.uid]);
    expect(server.adopted).toBe(false);
  });

  it('tells a normal user that a directory is not writable', async () => {
    const dataDir = join(root, 'of-root');
    await mkdir(dataDir);

    await expect(holdServer(dataDir, DAEMON)).rejects.toThrow(/cannot be used.*EACCES.*DATABASE_URL/s);
  });

  it('tells a user without a name that initdb wants one', async () => {
    const dataDir = join(root, 'of-nameless');
    await mkdir(dataDir);
    await chown(dataDir, NAMELESS, NAMELESS);

    await expect(holdServer(dataDir, NAMELESS)).rejects.toThrow(
      /user with an entry in \/etc\/passwd, or set DATABASE_URL/,
    );
  });

  it('as root, puts what the server’s account cannot reach where it can, and finds it again', async () => {
    const dataDir = join(root, 'private');
    await mkdir(dataDir, { mode: 0o700 });

    const home = await prepareHome(dataDir);

    expect(home.path).toMatch(/^\/var\/lib\/richesreach\/[0-9a-f]{16}$/);
    expect(await canReach(home.path, NOBODY)).toBe(true);
    await mkdir(home.data);
    await chmod(dataDir, 0o755);
    expect(await prepareHome(dataDir)).toEqual(home);
    await rm(home.path, { recursive: true });
  });
});
