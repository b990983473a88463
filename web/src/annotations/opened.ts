import type { Annotation } from '#contracts/annotations';

/** What the dialog of notes shows. */
export type Opened =
  | {
      readonly view: 'list';
      /** Those of a place on a chart; all of the period where none are named. */
      readonly keys: readonly string[] | undefined;
    }
  | { readonly view: 'new'; readonly startsMs: number }
  | { readonly view: 'change'; readonly annotation: Annotation };
