/** Ctrl-C as an AbortSignal, for a command that puts something back or says a last word before it ends. */
export function abortOnSignal(): { readonly signal: AbortSignal } & Disposable {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: stopping.signal,
    [Symbol.dispose]: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
