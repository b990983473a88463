import type { NewsItem } from '#contracts/advisor';

/** Headlines as typed or pasted, one a line; empty lines are none. */
export function headlinesOf(text: string): NewsItem[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((title) => ({ title }));
}
