import type { Form } from './message.ts';

/** A client's connection as the hub writes to it, WebSocket or event stream alike. */
export interface Line {
  readonly form: Form;
  readonly isOpen: boolean;
  /** Bytes written and not yet taken by the network. */
  readonly queuedBytes: number;
  write(bytes: Buffer): void;
  /** Codes are those of WebSocket; 4400 to 4499 tell the client not to come back by itself. */
  close(code: number, reason: string): void;
  /** Called now and then: shows that the server is there, and ends a line that showed no life since the last time. */
  ping(): void;
  /** Calls whenever everything written has been taken, after it was too much at once. */
  onDrain(task: () => void): void;
  /** Calls once it has ended, with the code it ended with. */
  onClose(task: (code: number) => void): void;
}

/** Why the server ends a connection. */
export const CLOSE = {
  /** "Service restart" of RFC 6455's registry: come back. */
  serviceRestart: 1012,
  internalError: 1011,
  /** "Try again later": the key holds as many connections as it may. */
  tooMany: 1013,
  /** The client reads too slowly for a channel whose frames may not be left out: come back and resume. */
  tooSlow: 3008,
  /** The history does not reach back to where the client stands: come back for a snapshot. */
  historyLost: 3010,
  /** The key was revoked or has expired. */
  accessEnded: 4401,
  /** The key may not use this channel. */
  missingScope: 4403,
} as const;
