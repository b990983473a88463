/**
 * What a POST that takes `Idempotency-Key` costs where the header is not sent: the same handler behind a writing scope
 * and behind another one, which has no hooks, on one server in turns.
 *
 *   node bench/retriable.bench.ts
 */
import { Pool } from 'undici';
import { createHttpServer, createLogger, defineRoute, type IdempotencyStore } from '#platform';
import { machine, median } from './measure.ts';

const TURNS = 31;
const REQUESTS = 2_000;

const unused = () => Promise.reject(new Error('No request has a key.'));
const store: IdempotencyStore = { claim: unused, settle: unused, release: unused, cleanUp: unused };
const about = {
  method: 'POST',
  tag: 'platform',
  summary: '',
  schemas: {},
  handler: () => ({ ok: true }),
} as const;
const server = await createHttpServer({
  logger: createLogger({ logLevel: 'silent' }),
  guard: () => ({ id: 'bench', name: 'bench', scopes: new Set(['admin']) }),
  idempotency: store,
  routes: [
    defineRoute({ ...about, path: '/plain', scope: 'ai:use' }),
    defineRoute({ ...about, path: '/retriable', scope: 'analytics:write' }),
  ],
});
const http = new Pool(await server.listen({ host: '127.0.0.1', port: 0 }), { connections: 4 });
const body = JSON.stringify({ event_type: 'click', properties: { page: '/' } });
const headers = { 'content-type': 'application/json' };

/** Microseconds of processor time a request, of this process: the server and the client. */
async function turn(path: string): Promise<number> {
  const before = process.cpuUsage();
  let left = REQUESTS;
  const sender = async () => {
    while (left-- > 0) await (await http.request({ method: 'POST', path, headers, body })).body.dump();
  };
  await Promise.all(Array.from({ length: 4 }, sender));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / REQUESTS;
}

const plain: number[] = [];
const retriable: number[] = [];
for (let round = -5; round < TURNS; round += 1) {
  const pair = [await turn('/plain'), await turn('/retriable')] as const;
  if (round < 0) continue;
  plain.push(pair[0]);
  retriable.push(pair[1]);
}
const more = median(retriable.map((us, place) => us - (plain[place] ?? Number.NaN)));
console.log(`${TURNS} turns of ${REQUESTS} requests each, ${machine()}`);
console.log(
  `without hooks ${median(plain).toFixed(1)} µs CPU a request, with them ${median(retriable).toFixed(1)} µs, difference ${more.toFixed(1)} µs`,
);
await http.close();
await server.close();
