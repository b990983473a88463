import type { IsStanding } from '#access';
import type { Bus, Logger } from '#platform';
import type { Client } from './client.ts';
import { CLOSE } from './line.ts';

export interface Keeper extends Disposable {
  /** Ends the connection where its key ended; answers whether it goes on. */
  readonly check: (client: Client) => Promise<boolean>;
}

const PULSE_MS = 25_000;
/** Thousands of lines asked in one turn would hold up what is sent meanwhile. */
const SLICES = 25;

/** Looks after open lines: asks each once a pulse for a sign of life, and ends it with its key. */
export function keepLines(deps: {
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly logger: Logger;
  readonly isStanding: IsStanding;
  readonly everyone: () => readonly Client[];
  readonly pulseMs?: number | undefined;
}): Keeper {
  const { bus, logger, isStanding, everyone, pulseMs = PULSE_MS } = deps;

  async function check({ line, principal }: Client): Promise<boolean> {
    const stands = await isStanding(principal);
    if (!stands) line.close(CLOSE.accessEnded, 'the key was revoked or has expired; use another');
    return stands;
  }

  function checkAll(clients: readonly Client[]): void {
    Promise.all(clients.map(check)).catch((error: unknown) =>
      logger.warn({ err: error }, 'keys of open connections could not be checked'),
    );
  }

  const stop = bus.subscribe('access.keys.changed', ({ id }) =>
    checkAll(everyone().filter(({ principal }) => principal.id === id)),
  );
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % SLICES;
    const slice = everyone().filter(({ number }) => number % SLICES === turn);
    for (const { line } of slice) line.ping();
    checkAll(slice);
  }, pulseMs / SLICES).unref();
  return {
    check,
    [Symbol.dispose]() {
      stop();
      clearInterval(timer);
    },
  };
}
