import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChildServer, spawnServer } from './child-server.ts';

/**
 * Portkey's gateway with the versions of its own lockfile. The ranges in its package.json also admit later ones, with
 * which every stream fails ("immutable", then "Something went wrong").
 */
const PACKAGE = {
  private: true,
  dependencies: { '@portkey-ai/gateway': '1.15.2' },
  overrides: {
    hono: '4.9.7',
    '@hono/node-server': '1.13.5',
    '@hono/node-ws': '1.2.0',
    ioredis: '5.8.0',
    jose: '6.0.11',
    ws: '8.18.3',
    zod: '3.25.76',
  },
};

/** Installs Portkey into a temporary directory, once, and starts it. @throws Error where the registry is out of reach. */
export async function startPortkey(): Promise<ChildServer> {
  const directory = join(tmpdir(), 'richesreach-bench-portkey-1.15.2');
  const script = join(directory, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (!existsSync(script)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), JSON.stringify(PACKAGE));
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
    execFileSync('npm', ['install', ...options], { cwd: directory, timeout: 120_000 });
  }
  const port = await freePort();
  const env = { NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' };
  const server = spawnServer([script, `--port=${port}`, '--headless'], `http://127.0.0.1:${port}`, env);
  for (let turn = 0; turn < 100; turn += 1) {
    await sleep(100);
    if (await fetch(server.url).then(isGood, () => false)) return server;
  }
  throw new Error('Portkey does not answer.');
}

function isGood({ ok }: Response): boolean {
  return ok;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
