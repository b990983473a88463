import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  acquireDatabaseServer,
  createLogger,
  type DatabaseServer,
  migrate,
  openDatabase,
  type PostgresAddress,
} from '#platform';

/** What is lost when the machine dies during a test run is nobody's loss. */
const SETTINGS = { fsync: 'off', shared_buffers: '32MB' };

export interface ReplicatedPostgres extends AsyncDisposable {
  readonly primary: PostgresAddress;
  readonly standby: PostgresAddress;
}

/** A migrated primary and a hot standby that streams from it, both embedded servers of their own. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  await using stack = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'richesreach-replicated-'));
  stack.defer(() => rm(root, { recursive: true, force: true }));
  // As root the servers run as another account, which must get here.
  await chmod(root, 0o755);
  const [first, second] = [join(root, 'primary'), join(root, 'standby')];
  await makePrimary(first);
  await promisify(execFile)('cp', ['-a', first, second]);
  const primary = stack.use(await acquire(first));
  await follow(second, primary.address);
  const standby = stack.use(await acquire(second));
  const whole = stack.move();
  return {
    primary: primary.address,
    standby: standby.address,
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

function acquire(dataDir: string): Promise<DatabaseServer> {
  const logger = createLogger({ logLevel: 'silent' });
  return acquireDatabaseServer({ databaseUrl: undefined, dataDir }, logger, SETTINGS);
}

/** Stopped again when it returns, so that its files can be copied. */
async function makePrimary(dataDir: string): Promise<void> {
  await mkdir(dataDir, { mode: 0o755 });
  await using server = await acquire(dataDir);
  await using database = openDatabase(server.address, createLogger({ logLevel: 'silent' }));
  await migrate(database);
}

/** Makes a copy of the primary's files a standby of it. */
async function follow(dataDir: string, primary: PostgresAddress): Promise<void> {
  if ('url' in primary) throw new TypeError('The primary is an embedded server.');
  const data = join(dataDir, 'postgres/data');
  const source = `host=${primary.socketDir} port=${primary.port} user=${primary.user}`;
  await writeFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  await writeFile(join(data, 'standby.signal'), '', { mode: 0o644 });
}
