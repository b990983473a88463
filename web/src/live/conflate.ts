/**
 * Runs `task` at once, then never more often than every `intervalMs` and never twice at a time. However many calls come
 * in between, the last one is followed by a run that starts after it, so nothing is missed.
 */
export function conflate(task: () => Promise<unknown>, intervalMs: number): () => void {
  let busy = false;
  let again = false;
  const run = async (): Promise<void> => {
    busy = true;
    do {
      again = false;
      await Promise.allSettled([task(), rest(intervalMs)]);
    } while (again);
    busy = false;
  };
  return () => {
    again = true;
    if (!busy) void run();
  };
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
