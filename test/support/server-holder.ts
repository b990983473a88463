import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { PostgresAddress } from '#platform';

/** A process that holds the embedded server of a data directory; see `hold-server.ts`. */
export interface Holder {
  readonly address: PostgresAddress;
  readonly adopted: boolean;
  readonly child: ChildProcess;
  /** Signals the process and waits for its end; with `group` as a terminal does, everything in its group. */
  readonly end: (signal: NodeJS.Signals, to?: 'process' | 'group') => Promise<number | null>;
}

/** Starts one. Throws with what it printed if it gets no server. */
export async function holdServer(dataDir: string, uid?: number): Promise<Holder> {
  const script = new URL('./hold-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataDir, ...(uid === undefined ? [] : [String(uid)])], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += String(chunk)));
  for await (const line of createInterface(child.stdout)) {
    return { ...(JSON.parse(line) as Pick<Holder, 'address' | 'adopted'>), child, end: endOf(child) };
  }
  throw new Error(complaint);
}

function endOf(child: ChildProcess): Holder['end'] {
  return async (signal, to = 'process') => {
    const ended = once(child, 'exit');
    process.kill((to === 'group' ? -1 : 1) * (child.pid ?? Number.NaN), signal);
    const [code] = (await ended) as [number | null];
    return code;
  };
}
