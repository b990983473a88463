import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildServer {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  stop(): void;
}

/** Starts a Node script that prints the address it listens at, and waits for that line. */
export async function startServer(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ChildServer> {
  const child = spawnNode(args, 'pipe', env);
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const url = /http:\/\/[\w.]+:\d+/.exec(line)?.[0];
    if (url !== undefined) return toServer(child, url);
  }
  throw new Error(`${args.join(' ')} ended without an address.`);
}

/** Starts a server that will listen at a known address. */
export function spawnServer(args: readonly string[], url: string, env: Record<string, string>): ChildServer {
  return toServer(spawnNode(args, 'ignore', env), url);
}

function spawnNode(args: readonly string[], stdout: 'pipe' | 'ignore', env: Record<string, string>) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  process.once('exit', () => child.kill('SIGTERM'));
  return child;
}

function toServer(child: ChildProcess, url: string): ChildServer {
  if (child.pid === undefined) throw new Error('The process did not start.');
  return { url, pid: child.pid, child, stop: () => void child.kill('SIGTERM') };
}
