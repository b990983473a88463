/** Whose way of writing numbers and dates is used: the reader's. */
export const LOCALE = navigator.language;
