export interface Pace {
  readonly leastGapMs: number;
  /** Rest in proportion to the time the work took, so that updates never take more than their share. */
  readonly restPerWork: number;
}

/** Runs `work` at once, then at most once per gap; a call during the gap is made up for at its end. */
export function paced(work: () => Promise<void>, { leastGapMs, restPerWork }: Pace): () => void {
  let state: 'idle' | 'resting' | 'wanted' = 'idle';
  async function run(): Promise<void> {
    state = 'resting';
    const startMs = performance.now();
    await work();
    const gapMs = Math.max(leastGapMs, restPerWork * (performance.now() - startMs));
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
