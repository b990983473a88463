/** Runs `work` at once, then at most once per gap; a call during the gap is made up for at its end. */
export function paced(work: () => Promise<void>, leastGapMs: number): () => void {
  let state: 'idle' | 'resting' | 'wanted' = 'idle';
  async function run(): Promise<void> {
    state = 'resting';
    const startMs = performance.now();
    await work();
    // What takes long is done less often, so that updates never take more than a quarter of the time.
    const gapMs = Math.max(leastGapMs, 3 * (performance.now() - startMs));
    setTimeout(() => {
      if (state === 'wanted') void run();
      else state = 'idle';
    }, gapMs).unref();
  }
  return () => {
    if (state === 'idle') void run();
    else state = 'wanted';
  };
}
