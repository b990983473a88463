import { ConfigError, DomainError, MigrationError, reasonOf, SetupError } from '#platform';

/** An error as it is told to the person at the terminal. */
export interface Explanation {
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
}

/** Every kind of failure a command may end with but a wrong command line, explained; a wrong configuration has one entry a mistake. */
export function explainError(error: unknown): Explanation[] {
  if (error instanceof SetupError) return [{ what: error.what, why: error.why, fix: error.fix }];
  if (error instanceof ConfigError)
    return error.mistakes.map(({ name, why, fix }) => ({ what: `${name} cannot be used.`, why, fix }));
  if (error instanceof DomainError) return [explainDomain(error)];
  if (error instanceof MigrationError)
    return [{ what: 'The database schema cannot be brought up to date.', why: error.message }];
  return [explainSystem(error) ?? unforeseen(error)];
}

function explainDomain({ message, code, errors = [] }: DomainError): Explanation {
  const fields = errors.map(({ pointer, message, index }) => {
    return `${index === undefined ? '' : `item ${index} `}${pointer} ${message}`;
  });
  return {
    what: message,
    ...(fields.length === 0 ? {} : { why: fields.join('; ') }),
    fix: `docs/problems/${code}.md says what to do.`,
  };
}

interface SystemError extends Error {
  readonly code: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly severity?: string;
}

function explainSystem(thrown: unknown): Explanation | undefined {
  // Node tries every address of a name and throws all failures at once; the first says it.
  const error = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  if (!isSystemError(error)) return undefined;
  if (error.syscall === 'listen') return explainListen(error);
  if (error.syscall === 'connect')
    return {
      what: `${error.address}${error.port === undefined ? '' : `:${error.port}`} cannot be reached.`,
      why: `${error.message}.`,
      fix: 'Start what should answer there, or mend its address. `richesreach doctor` tests each.',
    };
  if (error.syscall === 'getaddrinfo')
    return {
      what: `There is no host ${error.hostname}.`,
      why: `${error.message}.`,
      fix: 'Mend the address that names it. `richesreach doctor` tests each.',
    };
  if (error.severity !== undefined)
    return { what: 'The database refused a statement.', why: `${error.message} (SQLSTATE ${error.code}).` };
  if (error.syscall !== undefined) return { what: 'A file could not be used.', why: `${error.message}.` };
  return undefined;
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function explainListen({ code, port, address, message }: SystemError): Explanation {
  if (code === 'EADDRINUSE')
    return {
      what: `Port ${port} is in use.`,
      why: `Another program – perhaps RichesReach itself – listens on ${address}:${port}.`,
      fix: 'Stop it, or choose another port with --port or PORT; 0 takes any free one.',
    };
  if (code === 'EACCES')
    return {
      what: `Port ${port} may not be used.`,
      why: 'Ports below 1024 are for root.',
      fix: 'Choose another with --port or PORT.',
    };
  return {
    what: `${address ?? 'The host'} cannot be listened on.`,
    why: `${message}.`,
    fix: 'Mend --host or HOST.',
  };
}

function unforeseen(error: unknown): Explanation {
  return {
    what: 'Something failed that we did not foresee.',
    why: reasonOf(error),
    fix: 'Run it again with LOG_LEVEL=debug for the details, and report it.',
  };
}
