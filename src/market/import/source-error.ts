/** A file that cannot be imported at all; the message continues its name: "prices.csv is empty". */
export class SourceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceError';
  }
}
