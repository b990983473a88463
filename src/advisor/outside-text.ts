/** What nobody sees: zero-width and direction marks, tags, variation selectors. */
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Text from outside as a reader would see it, shortened: characters nobody sees are gone, white space is one space.
 * Only the beginning is looked at, so a megabyte costs no more than a page.
 */
export function visibleText(text: string, maxCharacters: number): string {
  return text
    .slice(0, 4 * maxCharacters)
    .replaceAll(/[\s\u0085]+/gu, ' ')
    .replaceAll(INVISIBLE, '')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, maxCharacters);
}
