export interface Allowance {
  /** Takes one of the holder's connections; what comes back gives it back. Undefined where all are taken. */
  readonly take: (holder: string) => (() => void) | undefined;
}

/** How many connections one key may hold open in this process, so that a client that leaks them harms itself alone. */
export function createAllowance(most: number): Allowance {
  const held = new Map<string, number>();

  function give(holder: string): void {
    const left = (held.get(holder) ?? 0) - 1;
    if (left > 0) held.set(holder, left);
    else held.delete(holder);
  }

  return {
    take(holder) {
      const taken = held.get(holder) ?? 0;
      if (taken >= most) return undefined;
      held.set(holder, taken + 1);
      return () => give(holder);
    },
  };
}
