import type { BusEvents } from '#contracts/events';
import type { Bus } from '#platform';
import type { Outcome } from '../router.ts';

type CompletedRequest = BusEvents['ai.requests.completed']['requests'][number];

/** Tells the other rooms what requests took and cost, many at a time: one message costs as much as a request. */
export interface News {
  add(outcome: Outcome): void;
  flush(): void;
}

/** As many as surely fit one message of the bus. */
const A_MESSAGE = 20;

export function createNews(bus: Bus, simulated: boolean): News {
  let waiting: CompletedRequest[] = [];
  return {
    add: (outcome) => void waiting.push(toNews(outcome, simulated)),
    flush() {
      const requests = waiting;
      waiting = [];
      for (let start = 0; start < requests.length; start += A_MESSAGE)
        bus.publish('ai.requests.completed', { requests: requests.slice(start, start + A_MESSAGE) });
    },
  };
}

function toNews(outcome: Outcome, simulated: boolean): CompletedRequest {
  const { task, candidate, error, costUsd, latencyMs, usage, endedAtMs } = outcome;
  return {
    requestId: task.requestId,
    endedAtMs,
    requestType: task.requestType,
    model: candidate?.model.id ?? null,
    outcome: error === null ? 'success' : 'failure',
    costUsd,
    latencyMs,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    simulated,
  };
}
