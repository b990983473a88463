import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Takes a turn every so many milliseconds, until one answers false or this is disposed of; a turn that fails is told to
 * `missed`, and the next one is taken all the same.
 */
export function takeTurns(
  everyMs: number,
  takeTurn: () => Promise<boolean>,
  missed: (error: unknown) => void,
): AsyncDisposable {
  const closing = new AbortController();
  const { signal } = closing;

  async function run(): Promise<void> {
    let open = true;
    while (open && !signal.aborted) {
      try {
        open = await takeTurn();
      } catch (error) {
        if (!signal.aborted) missed(error);
      }
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      closing.abort();
      await running;
    },
  };
}
