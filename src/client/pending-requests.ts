import type { Problem } from '#contracts/common';
import type { AnyFrame } from './channels.ts';

/** A request the server could not answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface Pending {
  readonly text: string;
  settle(frame: AnyFrame): void;
  fail(error: Error): void;
}

/** Requests without an answer yet, told apart by the id that each answer carries back. */
export class PendingRequests {
  readonly #later: (task: () => void, milliseconds: number) => () => void;
  readonly #pending = new Map<string, Pending>();
  #lastId = 0;

  constructor(later: (task: () => void, milliseconds: number) => () => void) {
    this.#later = later;
  }

  add(question: object, timeoutMs: number): { readonly text: string; readonly answer: Promise<AnyFrame> } {
    this.#lastId += 1;
    const id = String(this.#lastId);
    const text = JSON.stringify({ ...question, request_id: id });
    const answer = new Promise<AnyFrame>((resolve, reject) => {
      const cancel = this.#later(() => {
        this.#pending.delete(id);
        reject(new Error(`no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#pending.set(id, {
        text,
        settle(frame) {
          cancel();
          if (frame.error === undefined) resolve(frame);
          else reject(new RequestError(frame.error));
        },
        fail(error) {
          cancel();
          reject(error);
        },
      });
    });
    return { text, answer };
  }

  texts(): string[] {
    return [...this.#pending.values()].map(({ text }) => text);
  }

  /** Nobody will answer any of them. */
  fail(error: Error): void {
    for (const pending of this.#pending.values()) pending.fail(error);
    this.#pending.clear();
  }

  /** Hands an answer to who asked; one that comes too late is nobody's. */
  settle(frame: AnyFrame): void {
    const id = String(frame['request_id']);
    const found = this.#pending.get(id);
    this.#pending.delete(id);
    found?.settle(frame);
  }
}
