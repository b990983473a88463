import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AiRoom, type AiRoomDeps, createAiRoom } from '#ai';
import { type Principal, SCOPES } from '#contracts/access';
import { createBus, createHttpServer, createLogger, type Database, readConfig, systemClock } from '#platform';
import { SIMULATOR_KEY, type Simulator, startSimulator } from '#simulator';
import { createTestDatabase } from './database.ts';

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly room: AiRoom;
  readonly simulator: Simulator;
  readonly database: Database;
  readonly bus: ReturnType<typeof createBus>;
  /** Sends JSON as the principal named in `as`. */
  send(method: string, path: string, body?: unknown, as?: string): Promise<Response>;
}

export interface TestGatewayOptions {
  /** False starts without any provider. */
  readonly simulated?: boolean;
  readonly env?: Record<string, string>;
  readonly deadlines?: AiRoomDeps['deadlines'];
  /** A database to share; one of its own unless given. */
  readonly database?: Database;
}

/** The AI room behind a real HTTP server, with the provider simulator as its providers. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  await using stack = new AsyncDisposableStack();
  const logger = createLogger({ logLevel: 'silent' });
  const database = options.database ?? stack.use(await createTestDatabase());
  const simulator = stack.use(await startSimulator());
  const bus = createBus(logger);
  const simulated = options.simulated !== false;
  const room = stack.use(
    await createAiRoom({
      // A directory that is not there: no catalogue of this machine's own gets into a test.
      config: readConfig({ RICHESREACH_DATA_DIR: join(tmpdir(), 'richesreach-none'), ...options.env }),
      logger,
      clock: systemClock,
      database,
      bus,
      deadlines: options.deadlines ?? {},
      simulator: simulated ? { baseUrls: simulator.baseUrls, apiKey: SIMULATOR_KEY } : undefined,
    }),
  );
  const guard = ({ headers }: { headers: Record<string, string | string[] | undefined> }) =>
    principal(headers['x-as']?.toString() ?? 'tester');
  const server = await createHttpServer({ logger, guard, routes: room.routes });
  await server.listen({ host: '127.0.0.1', port: 0 });
  stack.defer(() => server.close());
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const whole = stack.move();
  return {
    url,
    room,
    simulator,
    database,
    bus,
    send: (method, path, body, as = 'tester') =>
      fetch(`${url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'x-as': as },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

function principal(id: string): Principal {
  return { id, name: id, scopes: new Set(SCOPES) };
}

/** A reply's JSON, as the contract types it. */
export async function read<T>(reply: Response): Promise<T> {
  return (await reply.json()) as T;
}
