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
  const closing = new AbortController();
  const { signal } = closing;
  const serving = new Map<number, Promise<void>>();

  async function serve(webhookId: number): Promise<void> {
    for (let goesOn = true; goesOn && !signal.aborted; ) {
      const id = await deliveries.next(webhookId, clock.now());
      // Where others hold what is due, they also see to what follows.
      goesOn = id !== undefined && (await deliveries.attempt(id, (delivery) => deliver(deps, delivery)));
    }
  }
  const tellFailure = (error: unknown) =>
    logger.warn({ err: error }, 'webhooks could not be served; tried again');

  /** Each webhook is served by itself, so that one that keeps us waiting does so to no other. */
  async function begin(): Promise<void> {
    const due = await deliveries.due(clock.now());
    const idle = due.filter((webhookId) => !serving.has(webhookId)).slice(0, AT_ONCE - serving.size);
    for (const webhookId of idle) {
      const served = serve(webhookId)
        .catch(tellFailure)
        .finally(() => serving.delete(webhookId));
      serving.set(webhookId, served);
    }
  }
  let beginning = Promise.resolve();
  async function attend(): Promise<void> {
    if (!signal.aborted) beginning = beginning.then(begin).catch(tellFailure);
    await beginning;
    await Promise.all(serving.values());
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
      await attend();
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
