import type { Connection, Submittable } from 'pg';

const COPY_DATA = 0x64;
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);

/**
 * `COPY … FROM STDIN; further statements` with the rows right behind it: the server finds the data waiting when it asks
 * for them, so one round trip carries rows, rollups and commit. The statements are one implicit transaction.
 */
export class CopyTrain implements Submittable {
  readonly done: Promise<void>;
  readonly #statements: string;
  readonly #rows: string;
  #settle: (failure: Error | undefined) => void = () => undefined;

  /** @param rows lines in COPY's text format, each ended by a newline */
  constructor(statements: string, rows: string) {
    this.#statements = statements;
    this.#rows = rows;
    this.done = new Promise((resolve, reject) => {
      this.#settle = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
  }

  submit(connection: Connection): void {
    const length = Buffer.byteLength(this.#rows);
    const message = Buffer.allocUnsafe(5 + length);
    message[0] = COPY_DATA;
    message.writeUInt32BE(4 + length, 1);
    message.write(this.#rows, 5);
    connection.stream.cork();
    connection.query(this.#statements);
    connection.stream.write(message);
    connection.stream.write(COPY_DONE);
    connection.stream.uncork();
  }

  handleError(error: Error): void {
    this.#settle(error);
  }

  handleReadyForQuery(): void {
    this.#settle(undefined);
  }

  // The train asks for no rows; pg calls these whether or not there is something to say.
  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
}

/** One value in COPY's text format. */
export function copyText(value: string | null): string {
  if (value === null) return '\\N';
  return NEEDS_ESCAPE.test(value) ? value.replaceAll(ESCAPED, escape) : value;
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPED = /[\\\t\n\r]/g;

function escape(character: string): string {
  switch (character) {
    case '\t':
      return '\\t';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    default:
      return '\\\\';
  }
}
