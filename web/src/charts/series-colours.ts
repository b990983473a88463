/* Written out, for the style sheet is made from the class names that the source holds. */

/** Strokes of the eight series colours, first to last. */
export const STROKE = [
  'stroke-[var(--series-1)]',
  'stroke-[var(--series-2)]',
  'stroke-[var(--series-3)]',
  'stroke-[var(--series-4)]',
  'stroke-[var(--series-5)]',
  'stroke-[var(--series-6)]',
  'stroke-[var(--series-7)]',
  'stroke-[var(--series-8)]',
];
/** Fills of the eight series colours, first to last. */
export const FILL = [
  'fill-[var(--series-1)]',
  'fill-[var(--series-2)]',
  'fill-[var(--series-3)]',
  'fill-[var(--series-4)]',
  'fill-[var(--series-5)]',
  'fill-[var(--series-6)]',
  'fill-[var(--series-7)]',
  'fill-[var(--series-8)]',
];
