import { startWorkerThread } from '#platform';

/** Counts tokens on a thread of its own, which starts when it is first wanted. */
export interface TokenCounter extends AsyncDisposable {
  /** Tokens of each text; null where the tokenizer is not loaded yet, or is or turns out to be too busy. */
  count(texts: readonly string[]): Promise<readonly number[] | null> | null;
}

/** Longer than a machine under load needs to start it. */
const TIME_LIMIT_MS = 20_000;
/** A prompt's count is worth no longer a wait; the estimate serves. */
const PATIENCE_MS = 2_000;
/** Measured: 120 MB with these, beside the house. */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 };
const MOST_WAITING = 8;

export function createTokenCounter(): TokenCounter {
  const thread = startWorkerThread<readonly string[]>(new URL('./token-worker.ts', import.meta.url), {
    name: 'The tokenizer',
    timeLimitMs: TIME_LIMIT_MS,
    fix: 'Send a shorter prompt.',
    resourceLimits: LIMITS,
  });
  let state: 'off' | 'loading' | 'ready' = 'off';
  let waiting = 0;

  const load = async () => {
    state = 'loading';
    try {
      await thread.run([]);
      state = 'ready';
    } catch {
      state = 'off';
    }
  };

  const run = async (texts: readonly string[]) => {
    waiting += 1;
    try {
      return await thread.run<number[]>(texts);
    } catch {
      // The thread has ended with whatever was too much for it; the next caller starts it again.
      state = 'off';
      return null;
    } finally {
      waiting -= 1;
    }
  };

  return {
    count(texts) {
      if (state === 'off') void load();
      return state === 'ready' && waiting < MOST_WAITING ? Promise.race([run(texts), patience()]) : null;
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}

function patience(): Promise<null> {
  return new Promise((resolve) => void setTimeout(() => resolve(null), PATIENCE_MS).unref());
}
