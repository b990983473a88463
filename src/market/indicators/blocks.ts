/**
 * How windows slide here. The values are cut into blocks of `period`. A window is the tail of one block and the head
 * of the next, so its sum (or extreme) is that of a suffix of the older block and a prefix of the newer one, each
 * built by adding only. Nothing ever leaves a running sum: no cancellation, no drift, and a spike leaves no trace
 * once it has left the window. Sums are of differences from the newer block's first value, which lies in each of its
 * windows, so a constant window has exactly its constant as mean and 0 as variance, and a variance's condition
 * number is at most 2·period + 1. (van Herk 1992 and Gil & Werman 1993 for extremes; here for sums too.)
 *
 * Batch kernels keep the older block's suffixes in the output column until its bars are reached; twins keep one slot
 * per place in the block: values up to the current place, suffixes of the older block behind it.
 */

/**
 * Counts a value into a twin's `memory[0]` and returns its place in its block. The count goes on from `period` after
 * each block: at least `period` means the window is full, more means it reaches back into an older block.
 */
export function placeInBlock(memory: Float64Array, period: number): number {
  const seen = memory[0]!;
  const place = seen < period ? seen : seen - period;
  memory[0] = place === period - 1 ? period : seen + 1;
  return place;
}
