import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { vi } from 'vitest';
import { createLogger, openRedis } from '#platform';
import { findProgram } from '../../bin/programs.js';

const program = findProgram('redis');

/** Whether tests with Redis are left out here; CI has it. */
export const lacksRedis = program === undefined && process.env.CI === undefined;

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  hang(): void;
  resume(): void;
}

/** An empty Redis of its own that keeps nothing. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program ?? 'redis-server', options, { stdio: 'ignore' });
  const gone = once(child, 'exit');
  const url = `redis://127.0.0.1:${port}`;
  const redis = openRedis(url, createLogger({ logLevel: 'silent' }));
  await vi.waitFor(() => redis.ping(), { timeout: 10_000 });
  redis.disconnect();
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    kill,
    hang: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: kill,
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
