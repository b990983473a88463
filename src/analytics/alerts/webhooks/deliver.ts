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
/** Between two attempts of one delivery. */
const LONGEST_WAIT_MS = 15 * 60_000;
/** Of a webhook that takes nothing: also the longest that what is always refused may hold up the rest. */
const LONGEST_REST_MS = 60_000;
const GIVE_UP_MS = 3 * 24 * 3_600_000;
/** Webhooks served at once; each holds a connection to the database. */
const AT_ONCE = 4;

/**
 * Sends what is queued, of each webhook one after the other, and tries again – later and later, for three days – until it
 * is taken. What is refused waits by itself while the rest goes on; only where several fail in a row does the webhook
 * rest, as one that is down. A receiver may get a delivery twice, with the same `webhook-id`, where we died after it took
 * the first, and in another order than they came about: `timestamp` says when that was.
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
  const { status, error } = await sender.send({ ...delivery, atMs: clock.now() });
  if (error === null) return { status, error, nextMs: null, resumeMs: null };
  const nowMs = clock.now();
  const after = (failures: number, longestMs: number) =>
    nowMs + Math.min(longestMs, FIRST_WAIT_MS * 2 ** failures) * (0.5 + random() / 2);
  const isOver = nowMs - delivery.queuedMs > GIVE_UP_MS;
  return {
    status,
    error,
    nextMs: isOver ? null : after(delivery.attempts, LONGEST_WAIT_MS),
    // One failure may be of the delivery; the next one is of another, where there is one.
    resumeMs: delivery.failures === 0 ? null : after(delivery.failures - 1, LONGEST_REST_MS),
  };
}
