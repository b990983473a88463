import type { Completion, FinishReason, Usage } from './chat.ts';
import type { AnswerEvent } from './execution/answer.ts';
import type { Attempt } from './execution/attempt.ts';
import { type Begun, beginAnswer, type EngineDeps } from './execution/engine.ts';
import { brokeOff, nobodyCanAnswer } from './execution/problems.ts';
import { ProviderFailure } from './providers/failure.ts';
import { type DecideDeps, decide, type RouteDecision } from './routing/decide.ts';
import type { Ranked } from './routing/scoring.ts';
import type { Task } from './routing/task.ts';

/** How one request went, for the reply, the statistics and the bill. */
export interface Outcome {
  readonly task: Task;
  readonly decision: RouteDecision | null;
  readonly attempts: readonly Attempt[];
  /** The model that gave the answer; null where none did. */
  readonly candidate: Ranked | null;
  readonly error: unknown;
  readonly cache: 'miss' | 'hit' | 'shared' | 'off';
  readonly finishReason: FinishReason | null;
  readonly usage: Usage | null;
  /** Everything the providers bill for it: failed attempts and lost hedges included. */
  readonly costUsd: number;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly endedAtMs: number;
}

export interface Answer {
  readonly completion: Completion;
  readonly outcome: Outcome;
}

export interface StreamedAnswer {
  /** The model that answers. */
  readonly candidate: Ranked;
  /** Ends well or throws a DomainError; `outcome` is then known. */
  events(): AsyncGenerator<AnswerEvent>;
  outcome(): Outcome | null;
}

export interface RouterDeps extends EngineDeps, DecideDeps {
  /** Told once a request has ended, well or not. */
  onOutcome(outcome: Outcome): void;
}

export interface Router {
  decide(task: Task): RouteDecision;
  /** @throws DomainError where nobody answers or the answer breaks off. */
  answer(task: Task, signal: AbortSignal): Promise<Answer>;
  stream(task: Task, signal: AbortSignal): Promise<StreamedAnswer>;
}

export function createRouter(deps: RouterDeps): Router {
  async function begin(task: Task, signal: AbortSignal) {
    const run = startRun(task, signal, deps);
    try {
      run.decision = decide(task, deps);
      if (run.decision.ranking.length === 0) throw nobodyCanAnswer(run.decision);
      run.begun = await beginAnswer(task, run.decision, run.signal, run.deadlineAt, run.attempts, deps);
      return { run, attempt: run.begun.attempt };
    } catch (error) {
      run.end(error);
      throw error;
    }
  }
  return {
    decide: (task) => decide(task, deps),
    async answer(task, signal) {
      const { run, attempt } = await begin(task, signal);
      try {
        const completion = await wholeOf(attempt);
        return { completion, outcome: run.end(null) };
      } catch (error) {
        const problem = brokeOff(error, attempt.candidate.model.id);
        run.end(problem);
        throw problem;
      }
    },
    async stream(task, signal) {
      const { run, attempt } = await begin(task, signal);
      let outcome: Outcome | null = null;
      async function* events(): AsyncGenerator<AnswerEvent> {
        let error: unknown = null;
        try {
          for (let event = await attempt.read(); event !== null; event = await attempt.read()) yield event;
        } catch (thrown) {
          error = brokeOff(thrown, attempt.candidate.model.id);
          throw error;
        } finally {
          // A consumer that stops early has left; the provider must not go on writing for nobody.
          if (attempt.result === null) {
            const left = new ProviderFailure('aborted', 'The caller left before the end.');
            attempt.leave(left);
            error = left;
          }
          outcome = run.end(error);
        }
      }
      return { candidate: attempt.candidate, events, outcome: () => outcome };
    },
  };
}

/** The answer of a call that does not stream: its only event. */
async function wholeOf(attempt: Attempt): Promise<Completion> {
  const event = await attempt.read();
  if (event?.type === 'whole') return event.completion;
  throw new Error('A call that does not stream gave its answer in pieces.');
}

interface Run {
  decision: RouteDecision | null;
  begun: Begun | null;
  readonly attempts: Attempt[];
  readonly signal: AbortSignal;
  readonly deadlineAt: number;
  end(error: unknown): Outcome;
}

/** One request's clock: ends every upstream call when the deadline passes or the client leaves. */
function startRun(task: Task, client: AbortSignal, deps: RouterDeps): Run {
  const startedAt = performance.now();
  const controller = new AbortController();
  const leave = () => controller.abort(new ProviderFailure('aborted', 'The client went away.'));
  const timer = setTimeout(
    () =>
      controller.abort(new ProviderFailure('deadline', `No complete answer within ${task.timeoutMs} ms.`)),
    task.timeoutMs,
  );
  if (client.aborted) leave();
  else client.addEventListener('abort', leave, { once: true });
  const run: Run = {
    decision: null,
    begun: null,
    attempts: [],
    signal: controller.signal,
    deadlineAt: startedAt + task.timeoutMs,
    end(error) {
      clearTimeout(timer);
      client.removeEventListener('abort', leave);
      const outcome = outcomeOf(task, run, error, startedAt, deps.clock.now());
      deps.onOutcome(outcome);
      return outcome;
    },
  };
  return run;
}

function outcomeOf(task: Task, run: Run, error: unknown, startedAt: number, endedAtMs: number): Outcome {
  const answered = run.begun?.attempt ?? null;
  const result = answered?.result ?? null;
  const firstTokenMs = result?.firstTokenMs ?? null;
  return {
    task,
    decision: run.decision,
    attempts: run.attempts,
    candidate: answered?.candidate ?? null,
    error,
    cache: task.cacheable ? 'miss' : 'off',
    finishReason: result?.finishReason ?? null,
    usage: result?.usage ?? null,
    costUsd: run.attempts.reduce((sum, attempt) => sum + (attempt.result?.costUsd ?? 0), 0),
    latencyMs: performance.now() - startedAt,
    firstTokenMs,
    endedAtMs,
  };
}
