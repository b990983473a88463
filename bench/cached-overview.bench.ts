/**
 * CPU per cached overview request, access on, against node:http sending the same bytes. One run, rounds in turn.
 *
 *   node bench/cached-overview.bench.ts DATA_DIR     a data directory into which market data were imported
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { machine, median } from './measure.ts';
import { cpuSeconds } from './process-cpu.ts';

const ROUNDS = 7;
const REQUESTS_A_ROUND = 20_000;
const CONNECTIONS = 16;
const PATH = '/analytics/market/overview';

const scratch = mkdtempSync(join(tmpdir(), 'richesreach-bench-'));
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('Name a data directory with market data: DATA_DIR is missing.');
const platform = await start(
  ['src/cli/index.ts', 'serve', '--port', '0', '--role', 'analytics', '--data-dir', dataDir],
  {
    RATE_LIMIT_PER_MINUTE: '10000000',
    LOG_LEVEL: 'silent',
  },
);
const key = readFileSync(join(dataDir, 'local-key'), 'utf8').trim();
const headers = { authorization: `Bearer ${key}` };
const answer = await fetch(platform.url + PATH, { headers });
const bodyFile = join(scratch, 'body.json');
writeFileSync(bodyFile, Buffer.from(await answer.arrayBuffer()));
const raw = await start(['bench/raw-server.ts', bodyFile], {});

const micros = { platform: [] as number[], raw: [] as number[] };
await round(platform, headers);
await round(raw, {});
for (let n = 0; n < ROUNDS; n++) {
  micros.platform.push(await round(platform, headers));
  micros.raw.push(await round(raw, {}));
}
const [ours, limit] = [median(micros.platform), median(micros.raw)];
console.log(`body ${statSync(bodyFile).size} bytes, ${ROUNDS} rounds of ${REQUESTS_A_ROUND}, ${machine()}`);
console.log(
  `platform ${ours.toFixed(1)} µs CPU a request, node:http ${limit.toFixed(1)} µs, ratio ${(limit / ours).toFixed(2)}`,
);
platform.child.kill('SIGTERM');
raw.child.kill('SIGTERM');

interface Target {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts a server and waits for the line with its address. */
async function start(args: readonly string[], env: Record<string, string>): Promise<Target> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`${args.join(' ')} ended without an address`);
}

/** CPU microseconds the target spent on a request, over one round. */
async function round({ child, url }: Target, headers: Record<string, string>): Promise<number> {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const before = cpuSeconds(child.pid ?? 0);
  let left = REQUESTS_A_ROUND;
  const worker = async () => {
    while (left-- > 0) {
      const { statusCode, body } = await pool.request({ path: PATH, method: 'GET', headers });
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
      await body.dump();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const used = cpuSeconds(child.pid ?? 0) - before;
  await pool.close();
  return (used / REQUESTS_A_ROUND) * 1e6;
}
