import type { Arena } from './arena.ts';

/** The last values of a signal; 0 where there were none yet. */
export interface Recent {
  push(value: number): void;
  /** The value `lag` pushes ago, 0 being the newest. */
  ago(lag: number): number;
  mean(window: number): number;
  meanAbsolute(window: number): number;
  standardDeviation(window: number): number;
}

export function createRecent(arena: Arena, capacity: number): Recent {
  const values = arena.numbers(capacity);
  const head = arena.numbers(1);

  /** Place of the oldest value of a window. */
  const start = (window: number): number => {
    const place = head[0]! - window;
    return place < 0 ? place + capacity : place;
  };

  function mean(window: number): number {
    let place = start(window);
    let sum = 0;
    for (let i = 0; i < window; i++) {
      sum += values[place]!;
      place = place + 1 === capacity ? 0 : place + 1;
    }
    return sum / window;
  }

  return {
    push(value) {
      const place = head[0]!;
      values[place] = value;
      head[0] = place + 1 === capacity ? 0 : place + 1;
    },
    ago: (lag) => values[start(lag + 1)]!,
    mean,
    meanAbsolute(window) {
      let place = start(window);
      let sum = 0;
      for (let i = 0; i < window; i++) {
        sum += Math.abs(values[place]!);
        place = place + 1 === capacity ? 0 : place + 1;
      }
      return sum / window;
    },
    standardDeviation(window) {
      const middle = mean(window);
      let place = start(window);
      let squares = 0;
      for (let i = 0; i < window; i++) {
        const difference = values[place]! - middle;
        squares += difference * difference;
        place = place + 1 === capacity ? 0 : place + 1;
      }
      return Math.sqrt(squares / window);
    },
  };
}
