import { createJoiner } from '../join-events.ts';
import type { Answer, Outcome, Router, StreamedAnswer } from '../router.ts';
import type { Task } from '../routing/task.ts';
import type { AnswerCache, StoredAnswer } from './answer-cache.ts';
import { answerKey } from './answer-key.ts';
import { replay } from './replay.ts';

export interface CachedRouterDeps {
  readonly router: Router;
  readonly cache: AnswerCache;
  /** Told of answers that cost no upstream call. */
  readonly onOutcome: (outcome: Outcome) => void;
  readonly now: () => number;
  /** Throws where the caller may not be answered at all, not even from the cache. */
  readonly admit: (task: Task) => void;
}

/**
 * Gives an answer again to the caller who had it, and lets callers who ask the same at the same time share one
 * upstream call. A stream is replayed as a stream.
 */
export function createCachedRouter({ router, cache, onOutcome, now, admit }: CachedRouterDeps): Router {
  const flights = new Map<string, Promise<StoredAnswer>>();

  function serve(task: Task, stored: StoredAnswer, how: 'hit' | 'shared', startedAt: number): Answer {
    const outcome = outcomeOf(task, stored, how, performance.now() - startedAt, now());
    onOutcome(outcome);
    return { completion: stored.completion, outcome };
  }

  /** An answer that is there, or is on its way for somebody else with the same question. */
  async function known(task: Task, key: string, signal: AbortSignal): Promise<Answer | null> {
    admit(task);
    const startedAt = performance.now();
    const stored = cache.get(key);
    if (stored !== undefined) return serve(task, stored, 'hit', startedAt);
    const flight = flights.get(key);
    if (flight === undefined) return null;
    // Where the one who asked first fails or leaves, this caller asks for itself.
    const shared = await Promise.race([flight.catch(() => null), aborted(signal)]);
    return shared === null ? null : serve(task, shared, 'shared', startedAt);
  }

  function take(key: string): (answer: StoredAnswer | Error) => void {
    const flight = Promise.withResolvers<StoredAnswer>();
    flight.promise.catch(() => undefined);
    flights.set(key, flight.promise);
    return (answer) => {
      if (flights.get(key) === flight.promise) flights.delete(key);
      if (answer instanceof Error) flight.reject(answer);
      else {
        cache.put(key, answer);
        flight.resolve(answer);
      }
    };
  }

  return {
    decide: (task) => router.decide(task),
    async answer(task, signal) {
      if (!task.cacheable) return router.answer(task, signal);
      const key = answerKey(task);
      const found = await known(task, key, signal);
      if (found !== null) return found;
      const land = take(key);
      try {
        const answer = await router.answer(task, signal);
        const { candidate } = answer.outcome;
        land(
          candidate === null ? new Error('nobody answered') : { completion: answer.completion, candidate },
        );
        return answer;
      } catch (error) {
        land(error as Error);
        throw error;
      }
    },
    async stream(task, signal) {
      if (!task.cacheable) return router.stream(task, signal);
      const key = answerKey(task);
      const found = await known(task, key, signal);
      if (found !== null) return replayed(found);
      const land = take(key);
      try {
        return watched(await router.stream(task, signal), land);
      } catch (error) {
        land(error as Error);
        throw error;
      }
    },
  };
}

function replayed({ completion, outcome }: Answer): StreamedAnswer {
  const { candidate } = outcome;
  if (candidate === null) throw new Error('A stored answer has no model.');
  return {
    candidate,
    outcome: () => outcome,
    async *events() {
      yield* replay(completion);
    },
  };
}

/** Passes a stream on and keeps what it said, for the cache and for those who wait. */
function watched(streamed: StreamedAnswer, land: (answer: StoredAnswer | Error) => void): StreamedAnswer {
  return {
    ...streamed,
    async *events() {
      const joiner = createJoiner();
      let end: StoredAnswer | Error = new Error('The first caller left.');
      try {
        for await (const event of streamed.events()) {
          joiner.add(event);
          yield event;
        }
        end = { completion: joiner.completion(), candidate: streamed.candidate };
      } catch (error) {
        end = error as Error;
        throw error;
      } finally {
        land(end);
      }
    },
  };
}

function outcomeOf(
  task: Task,
  stored: StoredAnswer,
  cache: 'hit' | 'shared',
  latencyMs: number,
  endedAtMs: number,
): Outcome {
  return {
    task,
    decision: null,
    attempts: [],
    candidate: stored.candidate,
    error: null,
    cache,
    finishReason: stored.completion.finishReason,
    usage: stored.completion.usage,
    costUsd: 0,
    latencyMs,
    firstTokenMs: null,
    endedAtMs,
  };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
