import { readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Figures of this machine and process; undefined where the system does not tell. */
export interface SystemSample {
  readonly cpu_usage: number | undefined;
  readonly memory_usage: number;
  readonly disk_usage: number | undefined;
  readonly network_usage: number | undefined;
  readonly event_loop_delay: number;
  readonly process_memory_mb: number;
}

interface Counters {
  readonly atMs: number;
  readonly busy: number;
  readonly total: number;
  readonly networkBytes: number | undefined;
}

/** Reads the system's own counters; rates are over the time since the reading before. */
export class SystemProbe implements Disposable {
  readonly #dataDir: string;
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });
  #last: Counters | undefined;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#delay.enable();
  }

  async sample(): Promise<SystemSample> {
    const now = { atMs: performance.now(), ...cpuTimes(), networkBytes: await networkBytes() };
    const last = this.#last;
    this.#last = now;
    const delayMs = this.#delay.mean / 1e6;
    this.#delay.reset();
    return {
      cpu_usage:
        last === undefined || now.total === last.total
          ? undefined
          : (100 * (now.busy - last.busy)) / (now.total - last.total),
      memory_usage: 100 * (1 - (await availableMemory()) / os.totalmem()),
      disk_usage: await diskUsage(this.#dataDir),
      network_usage: networkRate(last, now),
      event_loop_delay: Number.isNaN(delayMs) ? 0 : delayMs,
      process_memory_mb: process.memoryUsage.rss() / 2 ** 20,
    };
  }

  [Symbol.dispose](): void {
    this.#delay.disable();
  }
}

function cpuTimes(): { busy: number; total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of os.cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { busy: total - idle, total };
}

/** Linux counts caches as used; what could be had at once is in MemAvailable. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const match = /^MemAvailable:\s+(\d+) kB/m.exec(text);
  return match?.[1] === undefined ? os.freemem() : Number(match[1]) * 1024;
}

async function diskUsage(directory: string): Promise<number | undefined> {
  try {
    const { blocks, bavail } = await statfs(directory);
    return blocks === 0 ? undefined : 100 * (1 - bavail / blocks);
  } catch {
    return undefined;
  }
}

/** Bytes in and out over all interfaces but loopback; undefined outside Linux. */
async function networkBytes(): Promise<number | undefined> {
  const text = await readFile('/proc/net/dev', 'utf8').catch(() => undefined);
  return text === undefined ? undefined : sumNetworkBytes(text);
}

export function sumNetworkBytes(procNetDev: string): number {
  let bytes = 0;
  for (const line of procNetDev.split('\n').slice(2)) {
    const [name, counters = ''] = line.split(':');
    if (name === undefined || name.trim() === 'lo' || name.trim() === '') continue;
    const fields = counters.trim().split(/\s+/).map(Number);
    bytes += (fields[0] ?? 0) + (fields[8] ?? 0);
  }
  return bytes;
}

function networkRate(last: Counters | undefined, now: Counters): number | undefined {
  if (last?.networkBytes === undefined || now.networkBytes === undefined) return undefined;
  return (1_000 * Math.max(now.networkBytes - last.networkBytes, 0)) / (now.atMs - last.atMs);
}
