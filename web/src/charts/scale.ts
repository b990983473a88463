/** Maps a value in [from, to] to a position in [start, end]; a range of one value maps to the middle. */
export function linear(from: number, to: number, start: number, end: number): (value: number) => number {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/**
 * Round values that divide [low, high], about `wanted` of them: steps of 1, 2, 2.5 or 5 times a power of ten.
 */
export function ticks(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((base) => base * magnitude).find((size) => size >= rough * 0.999) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => roundTo((first + index) * step, step));
}

/** Takes away the noise of binary fractions: 0.30000000000000004 becomes 0.3. */
function roundTo(value: number, step: number): number {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
  return Number(value.toFixed(digits));
}

/** The lowest and highest of some values; `[0, 0]` of none. */
export function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}

/** The index of the first entry at or after `position` among ascending positions; the last one where none is. */
export function firstFrom(positions: readonly number[], position: number): number {
  let low = 0;
  let high = Math.max(0, positions.length - 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) >= position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the entry nearest to `position` among ascending positions. */
export function nearest(positions: readonly number[], position: number): number {
  let low = 0;
  let high = positions.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  const left = Math.abs((positions[low] ?? 0) - position);
  const right = Math.abs((positions[high] ?? 0) - position);
  return right < left ? high : low;
}
