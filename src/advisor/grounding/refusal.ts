export type RefusalKind =
  | 'numeral'
  | 'placeholder'
  | 'no_fact'
  | 'sign'
  | 'unit'
  | 'direction'
  | 'comparison'
  | 'rank'
  | 'reading'
  | 'wrong_fact'
  | 'wrong_subject'
  | 'name'
  | 'claim'
  | 'characters';

/** Why a text is not delivered; `message` says it so that a writer can mend it. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** The words it is about. */
  readonly quote: string;
  readonly message: string;
}
