import { DomainError } from '../errors.ts';

const NUL = () =>
  new DomainError(
    'invalid-fields',
    'A text holds the character NUL (U+0000), which is not taken. Leave it out.',
  );

const BY_CODE: Record<string, () => DomainError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new DomainError('payload-too-large', 'The body is larger than this address takes. Send it in parts.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new DomainError(
      'unsupported-media-type',
      'Send the body as application/json, or application/x-ndjson where several items are taken.',
    ),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new DomainError('invalid-json', 'The body is empty; JSON was expected.'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new DomainError('invalid-json', 'The body is not valid JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new DomainError('invalid-request', 'The body does not have the length its header says.'),
  FST_ERR_BAD_URL: () =>
    new DomainError('invalid-request', 'The address holds characters that cannot be decoded.'),
  // PostgreSQL keeps no NUL: as a text, and as JSON.
  '22021': NUL,
  '22P05': NUL,
  // PostgreSQL, of a statement that writes. Over HTTP such requests are forwarded before they come so far.
  '25006': () =>
    new DomainError(
      'read-replica',
      'This has to be written, and this server reads from a replica. Send it over HTTP: there it is forwarded.',
    ),
  FST_ERR_MAX_PARAM_LENGTH: () => new DomainError('uri-too-long', 'A part of the address is too long.'),
};

/** Errors of the HTTP layer, of Node and of PostgreSQL in our own terms; anything else is left as it is. */
export function toDomainError(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return error;
  const known = BY_CODE[code];
  if (known !== undefined) return known();
  if (error instanceof SyntaxError)
    return new DomainError('invalid-json', `The body is not valid JSON: ${error.message}.`);
  if (isDatabaseDown(code)) {
    return new DomainError(
      'database-unavailable',
      'The database does not answer right now. Nothing was recorded; send the request again.',
      {
        retryAfterSeconds: 2,
        cause: error,
      },
    );
  }
  return error;
}

/**
 * Connection failures and shutdowns: SQLSTATE classes 08 and 57P, and the socket's own errors. 40001: a replica ended a
 * query that stood in the way of what it replays.
 */
function isDatabaseDown(code: string): boolean {
  return (
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code === '40001' ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)
  );
}
