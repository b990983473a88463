import type { BusEventName, BusEvents } from '#contracts/events';
import type { Logger } from './logger.ts';

export type Listener<Name extends BusEventName> = (event: BusEvents[Name]) => void;

/** Tells facts to whoever listens. A listener that throws is logged and never reaches the teller. */
export interface Bus {
  publish<Name extends BusEventName>(name: Name, event: BusEvents[Name]): void;
  /** Returns the function that ends the subscription. */
  subscribe<Name extends BusEventName>(name: Name, listener: Listener<Name>): () => void;
}

export function createBus(logger: Logger): Bus {
  const listeners = new Map<BusEventName, Set<Listener<never>>>();
  return {
    publish(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          (listener as Listener<typeof name>)(event);
        } catch (error) {
          logger.error({ err: error, event: name }, 'a bus listener failed');
        }
      }
    },
    subscribe(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
  };
}
