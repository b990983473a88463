export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retryable?: true;
}

/** The one place where codes meet HTTP. Every code has a page in `docs/problems/`, served at `/problems/<code>`. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request could not be read' },
  'invalid-json': { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'A valid key is required' },
  'missing-scope': { status: 403, title: 'The key may not do this' },
  'forbidden-origin': { status: 403, title: 'This origin is not allowed' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'unknown-key': { status: 404, title: 'There is no such key' },
  'unknown-symbol': { status: 404, title: 'The symbol is not known' },
  'unknown-metric': { status: 404, title: 'Nothing was recorded of this metric' },
  'unknown-dashboard': { status: 404, title: 'There is no such dashboard' },
  'unknown-alert': { status: 404, title: 'There is no such alert' },
  'unknown-alert-rule': { status: 404, title: 'There is no such alert rule' },
  'unknown-annotation': { status: 404, title: 'There is no such annotation' },
  'unknown-delivery': { status: 404, title: 'There is no such webhook delivery' },
  'unknown-webhook': { status: 404, title: 'There is no such webhook' },
  'unknown-anomaly': { status: 404, title: 'There is no such anomaly' },
  'no-market-data': { status: 404, title: 'There is no market data for this' },
  'unknown-model': { status: 422, title: 'The model is not in the catalogue' },
  'budget-exceeded': { status: 402, title: 'The budget does not allow this' },
  'unknown-request': { status: 404, title: 'There is no such AI request' },
  'no-capable-model': { status: 422, title: 'No model can do what the request needs' },
  'insufficient-history': { status: 422, title: 'There is too little history for this' },
  'prompt-too-long': { status: 422, title: 'The prompt fits no model' },
  'provider-refused': { status: 422, title: 'The provider refuses the request' },
  'content-blocked': { status: 422, title: 'The provider blocked the answer' },
  'ai-stopped': { status: 503, title: 'A kill switch stops this AI traffic' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'read-replica': { status: 421, title: 'This server reads from a replica' },
  'idempotency-key-in-use': {
    status: 409,
    title: 'A request with this key is being answered',
    retryable: true,
  },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'no-portfolio': { status: 422, title: 'No portfolio satisfies the request' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'invalid-fields': { status: 422, title: 'Some fields are not valid' },
  'idempotency-key-reused': { status: 422, title: 'The key belongs to another request' },
  'upgrade-required': { status: 426, title: 'This address is a WebSocket' },
  'rate-limited': { status: 429, title: 'Too many requests', retryable: true },
  overloaded: { status: 429, title: 'More is waiting than may wait', retryable: true },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong on our side', retryable: true },
  'forwarding-loop': { status: 508, title: 'The request was forwarded to a server that forwards' },
  'provider-failed': { status: 502, title: 'No provider could answer', retryable: true },
  'invalid-answer': { status: 502, title: 'No answer matches the schema', retryable: true },
  'no-provider-configured': { status: 503, title: 'No AI provider is configured' },
  unavailable: { status: 503, title: 'The service is not ready', retryable: true },
  'database-unavailable': { status: 503, title: 'The database does not answer', retryable: true },
  'writer-unreachable': { status: 503, title: 'The region that writes does not answer', retryable: true },
  'deadline-exceeded': { status: 504, title: 'The deadline passed before an answer came', retryable: true },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
