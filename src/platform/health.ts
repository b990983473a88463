import type { ComponentHealth } from '#contracts/system';
import type { Clock } from './clock.ts';

/** One part of the platform that can be asked whether it works. Throws, or is late, when it does not. */
export interface HealthCheck {
  readonly name: string;
  readonly check: () => Promise<string | undefined>;
}

const PATIENCE_MS = 2_000;

/** Asks every component at once; a silent one counts as broken after two seconds. */
export async function checkHealth(
  checks: readonly HealthCheck[],
  clock: Clock,
): Promise<Record<string, ComponentHealth>> {
  const results = checks.map(async ({ name, check }): Promise<[string, ComponentHealth]> => {
    const begun = clock.now();
    try {
      const detail = await withinPatience(check());
      return [
        name,
        { ok: true, latency_ms: clock.now() - begun, ...(detail === undefined ? {} : { detail }) },
      ];
    } catch (error) {
      return [name, { ok: false, detail: reasonOf(error), latency_ms: clock.now() - begun }];
    }
  });
  return Object.fromEntries(await Promise.all(results));
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** Names the kind of failure, never addresses or credentials. */
function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return code;
  return error instanceof Error && error.message.startsWith('no answer') ? error.message : 'failed';
}
