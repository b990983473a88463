import { acquireDatabaseServer, createLogger } from '#platform';

// A process of its own that uses the embedded server of a data directory until it is told to stop:
//   node test/support/hold-server.ts DATA_DIR [UID]
// With a UID it becomes that user first. It prints what it got as one line of JSON.

const [dataDir = '', uid] = process.argv.slice(2);
if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const server = await acquireDatabaseServer(
  { databaseUrl: undefined, dataDir },
  createLogger({ logLevel: 'warn' }),
);
const told = new Promise((stop) => process.once('SIGINT', stop).once('SIGTERM', stop));
process.stdout.write(`${JSON.stringify({ address: server.address, adopted: server.adopted })}\n`);
await told;
await server[Symbol.asyncDispose]();
