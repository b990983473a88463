import { costUsd } from '../catalogue/cost.ts';
import type { FinishReason, Usage } from '../chat.ts';
import { createJoiner } from '../join-events.ts';
import { ProviderFailure } from '../providers/failure.ts';
import { toFailure } from '../providers/network-failure.ts';
import type { Provider } from '../providers/provider.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';
import { type AnswerEvent, callProvider, likelyTokens } from './answer.ts';

export interface AttemptResult {
  readonly outcome: 'success' | ProviderFailure;
  readonly finishReason: FinishReason | null;
  readonly usage: Usage | null;
  readonly costUsd: number;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
}

export interface AttemptOptions {
  readonly task: Task;
  readonly candidate: Ranked;
  readonly provider: Provider;
  readonly hedge: boolean;
  /** Ends the call when the client leaves or the deadline passes; its reason is a ProviderFailure. */
  readonly signal: AbortSignal;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  /** Told once, when the call has ended in whichever way. */
  onEnd(attempt: Attempt, result: AttemptResult): void;
}

/** One upstream call, from its start to its bill. */
export class Attempt {
  readonly candidate: Ranked;
  readonly hedge: boolean;
  readonly #options: AttemptOptions;
  /** On the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  readonly #controller = new AbortController();
  readonly #patience: NodeJS.Timeout;
  readonly #call: () => Promise<AsyncIterator<AnswerEvent>>;
  #source: AsyncIterator<AnswerEvent> | null = null;
  readonly #primed: AnswerEvent[] = [];
  #firstTokenAt: number | null = null;
  readonly #joiner: ReturnType<typeof createJoiner> | null;
  #tokens = 0;
  #finishReason: FinishReason | null = null;
  #usage: Usage | null = null;
  #result: AttemptResult | null = null;

  constructor(options: AttemptOptions) {
    const { task, candidate, signal, firstTokenMs, idleMs } = options;
    this.#options = options;
    this.candidate = candidate;
    this.hedge = options.hedge;
    this.#joiner = task.check === null ? null : createJoiner();
    this.#patience = setTimeout(() => this.abort(impatience(firstTokenMs)), firstTokenMs);
    if (signal.aborted) this.#follow();
    else signal.addEventListener('abort', this.#follow, { once: true });
    const call = {
      model: candidate.model.wireName,
      request: candidate.model.capabilities.temperature ? task.request : withoutTemperature(task),
      signal: this.#controller.signal,
      firstByteMs: firstTokenMs,
      idleMs,
      relay: task.relay,
    };
    this.#call = () => callProvider(options.provider, call, task.stream);
  }

  /** How it ended; null while it runs. */
  get result(): AttemptResult | null {
    return this.#result;
  }

  /** Waits for the first event that carries something of the answer. @throws ProviderFailure */
  async prime(): Promise<void> {
    while (this.#firstTokenAt === null) {
      const event = await this.#next();
      if (event === null) return;
      this.#primed.push(event);
    }
  }

  /** The next event, the primed ones first; null after the last. Who stops reading before must call `leave`. @throws ProviderFailure */
  read(): Promise<AnswerEvent | null> {
    const primed = this.#primed.shift();
    return primed === undefined ? this.#next() : Promise.resolve(primed);
  }

  /** Ends the call from outside; the pending read then fails with this failure. */
  abort(failure: ProviderFailure): void {
    this.#controller.abort(failure);
  }

  /** Ends the call and its bill at once, for consumers that do not read any more. */
  leave(failure = new ProviderFailure('aborted', 'The caller left before the end.')): void {
    this.#controller.abort(failure);
    this.#source?.return?.().catch(() => undefined);
    this.#end(failure);
  }

  readonly #follow = (): void => this.#controller.abort(this.#options.signal.reason);

  async #next(): Promise<AnswerEvent | null> {
    if (this.#result !== null) return null;
    try {
      this.#source ??= await this.#call();
      const { value, done } = await this.#source.next();
      if (done === true) throw new ProviderFailure('truncated', 'The answer ended without its end.');
      this.#look(value);
      return value;
    } catch (error) {
      const { signal } = this.#controller;
      const failure = toFailure(signal.aborted ? signal.reason : error);
      this.#end(failure);
      throw failure;
    }
  }

  #look(event: AnswerEvent): void {
    this.#joiner?.add(event);
    const tokens = likelyTokens(event);
    this.#tokens += tokens;
    const ended = event.type === 'finish' || event.type === 'whole';
    if (this.#firstTokenAt === null && (tokens > 0 || ended)) {
      this.#firstTokenAt = performance.now();
      clearTimeout(this.#patience);
    }
    if (!ended) return;
    const { finishReason, usage } = event.type === 'whole' ? event.completion : event;
    this.#finishReason = finishReason;
    this.#usage = usage;
    if (this.#tokens === 0 && finishReason === 'stop')
      throw new ProviderFailure('empty', 'The answer holds no text.');
    this.#refuseInvalid();
    this.#end('success');
  }

  #refuseInvalid(): void {
    const completion = this.#joiner?.completion();
    if (completion === undefined) return;
    const mistake = this.#options.task.check?.(completion) ?? null;
    if (mistake === null) return;
    const kind = completion.finishReason === 'length' ? 'cut_answer' : 'invalid_answer';
    throw new ProviderFailure(kind, mistake, { answer: completion.text });
  }

  #end(outcome: 'success' | ProviderFailure): void {
    if (this.#result !== null) return;
    clearTimeout(this.#patience);
    this.#options.signal.removeEventListener('abort', this.#follow);
    const { price } = this.candidate.model;
    const usage = this.#usage ?? (outcome === 'success' ? null : outcome.usage) ?? this.#countedHere(outcome);
    this.#result = {
      outcome,
      finishReason: this.#finishReason,
      usage,
      costUsd: usage === null || price === null ? 0 : costUsd(price, usage),
      latencyMs: performance.now() - this.startedAt,
      firstTokenMs:
        this.#options.task.stream && this.#firstTokenAt !== null ? this.#firstTokenAt - this.startedAt : null,
    };
    this.#options.onEnd(this, this.#result);
  }

  /** No usage was told: a call that produced something, or that we ended ourselves, is billed for what is known. */
  #countedHere(outcome: 'success' | ProviderFailure): Usage | null {
    const endedByUs = outcome !== 'success' && this.#controller.signal.aborted;
    if (outcome !== 'success' && this.#tokens === 0 && !endedByUs) return null;
    return {
      inputTokens: this.#options.task.size.likelyTokens,
      outputTokens: Math.ceil(this.#tokens),
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      serviceTier: null,
      reported: false,
    };
  }
}

function impatience(firstTokenMs: number): ProviderFailure {
  return new ProviderFailure('first_token_timeout', `No token within ${Math.round(firstTokenMs)} ms.`);
}

function withoutTemperature({ request }: Task) {
  const { temperature: _, ...rest } = request;
  return rest;
}
