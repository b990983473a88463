import { parseArgs } from 'node:util';

const USAGE = `npm run smoke -- URL [--region REGION] [--timeout SECONDS]

  Asks the health endpoints and says what each answered. Exit code 0 when all are well. None of them asks for a
  key; RICHESREACH_API_KEY is sent where it is set, for a proxy in between that does.
`;

const TRIES = 3;

export interface Probe {
  readonly path: string;
  /** What is wrong with a good answer's body, or null. */
  readonly judge: (body: Record<string, unknown>) => string | null;
}

const status = (body: Record<string, unknown>) =>
  ['ok', 'success', 'healthy', 'degraded'].includes(String(body.status))
    ? null
    : `its status is ${String(body.status)}`;

/** The health endpoints of the specification, and what a good answer says. */
export const PROBES: readonly Probe[] = [
  { path: '/health', judge: status },
  { path: '/health/detailed/', judge: (body) => (body.ok === true ? null : 'a component is not well') },
  { path: '/analytics/health', judge: status },
  { path: '/ai/health', judge: status },
];

export interface ProbeResult {
  readonly path: string;
  readonly latencyMs: number;
  readonly problem: string | null;
}

interface AskOptions {
  readonly region: string | undefined;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
}

/** Asks one endpoint, up to three times: the first request after a deployment may meet a connection that closes. */
export async function probe(base: string, { path, judge }: Probe, options: AskOptions): Promise<ProbeResult> {
  let result: ProbeResult = { path, latencyMs: 0, problem: 'it was not asked' };
  for (let attempt = 0; attempt < TRIES && result.problem !== null; attempt += 1) {
    const startedAt = performance.now();
    const problem = await ask(new URL(path, base), judge, options);
    result = { path, latencyMs: Math.round(performance.now() - startedAt), problem };
  }
  return result;
}

async function ask(
  url: URL,
  judge: Probe['judge'],
  { region, apiKey, timeoutMs }: AskOptions,
): Promise<string | null> {
  try {
    const headers = new Headers(region === undefined ? {} : { 'x-region': region });
    if (apiKey !== undefined && apiKey !== '') headers.set('authorization', `Bearer ${apiKey}`);
    const response = await fetch(url, {
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'manual',
    });
    if (response.status === 401) return 'it asks for a key: set RICHESREACH_API_KEY';
    if (response.status !== 200) return `it answers ${response.status}`;
    return judge((await response.json()) as Record<string, unknown>);
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? `no answer within ${timeoutMs / 1000} s`
      : `it cannot be reached or read (${String(error)})`;
  }
}

/** The command; answers the exit code. */
export async function runSmoke(
  args: readonly string[],
  write: (text: string) => void,
  apiKey?: string,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { region: { type: 'string' }, timeout: { type: 'string', default: '10' } },
    });
    const base = URL.parse(positionals[0] ?? '');
    const timeoutMs = Number(values.timeout) * 1000;
    if (base === null || !['http:', 'https:'].includes(base.protocol) || !(timeoutMs > 0)) {
      write(USAGE);
      return 2;
    }
    const results = await Promise.all(
      PROBES.map((it) => probe(base.href, it, { region: values.region, apiKey, timeoutMs })),
    );
    for (const it of results)
      write(
        `${it.problem === null ? 'ok  ' : 'FAIL'}  ${it.path.padEnd(18)} ${String(it.latencyMs).padStart(5)} ms${it.problem === null ? '' : `  ${it.problem}`}\n`,
      );
    return results.every((it) => it.problem === null) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    write(`${error.message}\n\n${USAGE}`);
    return 2;
  }
}

if (import.meta.main)
  process.exitCode = await runSmoke(
    process.argv.slice(2),
    (text) => process.stdout.write(text),
    process.env.RICHESREACH_API_KEY,
  );
