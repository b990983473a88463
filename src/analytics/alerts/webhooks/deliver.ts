import type { Bus, Clock, Logger } from '#platform';
import type { Delivery, DeliveryStore, Outcome } from './delivery-store.ts';
import type { Sender } from './send.ts';

export interface DelivererDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deliveries: DeliveryStore;
  readonly sender: Sender;
  /** In [0, 1). */
  readonly random: () => number;
}

const LOOK_MS = 1_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const GIVE_UP_MS = 3 * 24 * 3_600_000;
/** Webhooks served at once; each holds a connection to the database. */
const AT_ONCE = 4;

/**
 * Sends what is queued, of each webhook in order, and tries again – later and later, for three days – until it is
 * taken. A receiver may get a delivery twice, with the same `webhook-id`, where we died after it took the first.
 */
export function startDeliverer(
  deps: DelivererDeps,
): AsyncDisposable & { readonly attend: () => Promise<void> } {
  const { bus, clock, logger, deliveries } = deps;
  const attempt = (id: string) => deliveries.attempt(id, (delivery) => deliver(deps, delivery));
  const closing = new AbortController();
  const { signal } = closing;
  let running = Promise.resolve();

  async function work(): Promise<void> {
    for (let due = await deliveries.due(clock.now()); due.length > 0 && !signal.aborted; ) {
      const taken: boolean[] = [];
      for (let at = 0; at < due.length && !signal.aborted; at += AT_ONCE)
        taken.push(...(await Promise.all(due.slice(at, at + AT_ONCE).map(attempt))));
      // Where others hold all that is due, they also see to what follows.
      due = taken.includes(true) ? await deliveries.due(clock.now()) : [];
    }
  }
  function attend(): Promise<void> {
    running = running
      .then(work)
      .catch((error: unknown) => logger.warn({ err: error }, 'webhooks could not be served; tried again'));
    return running;
  }

  const stop = bus.subscribe('channel.frames.committed', ({ path }) => {
    if (path === '/analytics/alerts') void attend();
  });
  const timer = setInterval(() => void attend(), LOOK_MS).unref();
  return {
    attend,
    async [Symbol.asyncDispose]() {
      closing.abort();
      stop();
      clearInterval(timer);
      await running;
    },
  };
}

async function deliver({ sender, clock, random }: DelivererDeps, delivery: Delivery): Promise<Outcome> {
  const { error } = await sender.send({ ...delivery, atMs: clock.now() });
  if (error === null) return { kind: 'delivered' };
  const nowMs = clock.now();
  if (nowMs - delivery.createdMs > GIVE_UP_MS) return { kind: 'given-up', error };
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** delivery.attempts);
  return { kind: 'again', error, nextMs: nowMs + waitMs * (0.5 + random() / 2) };
}
