/** A command line that cannot be understood: exit code 2, one line what, one line how to say it. */
export class UsageError extends Error {
  readonly fix: string;
  constructor(what: string, fix: string) {
    super(what);
    this.name = 'UsageError';
    this.fix = fix;
  }
}
