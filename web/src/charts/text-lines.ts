/** About as wide as a letter of twelve-pixel text is. */
const LETTER_PX = 6.6;

/** About how wide a text of a chart is. */
export function textWidth(text: string): number {
  return text.length * LETTER_PX;
}

/** On which line each piece of a text stands, from 0, where each is as full as `room` lets it. */
export function linesOf(widths: readonly number[], room: number): number[] {
  let line = 0;
  let used = 0;
  return widths.map((width) => {
    if (used > 0 && used + width > room) {
      line += 1;
      used = 0;
    }
    used += width;
    return line;
  });
}
