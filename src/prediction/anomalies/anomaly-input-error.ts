/** A point that cannot be judged. */
export class AnomalyInputError extends Error {
  override readonly name = 'AnomalyInputError';
  readonly what: 'time' | 'value';

  constructor(what: 'time' | 'value', found: number) {
    super(`The ${what} ${found} is not a finite number.`);
    this.what = what;
  }
}
