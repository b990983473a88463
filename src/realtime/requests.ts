import { randomUUID } from 'node:crypto';
import type { RawData } from 'ws';
import { allow } from '#access';
import type { Principal } from '#contracts/access';
import { type Channel, type ChannelRequest, type Frame, Ping, Pong } from '#contracts/websocket';
import { type Check, type Clock, checkBody, DomainError, type Logger, toProblem } from '#platform';

/** Answers what a client sent. Whatever goes wrong becomes an error frame; nothing is thrown. */
export type Answerer = (asked: AskedRequest) => Promise<Frame>;

/** What a client sent, and who it is. */
export interface AskedRequest {
  readonly raw: RawData;
  readonly binary: boolean;
  readonly principal: Principal;
  /** Throws a DomainError where the client may not ask any more, or has asked too much. */
  readonly admit: () => Promise<void>;
}

interface CheckedRequest {
  readonly request: ChannelRequest;
  readonly check: Check;
}

export const MAX_REQUEST_ID = 128;

const PING: ChannelRequest = {
  summary: 'Ask whether the server is there',
  schema: Ping,
  answers: 'pong',
  answerSchema: Pong,
  answer: async () => ({}),
};

/** What a channel's clients may send. */
export function requestsOf({ requests }: Channel): Readonly<Record<string, ChannelRequest>> {
  return { ...requests, ping: PING };
}

export interface AnswererDeps {
  readonly clock: Clock;
  readonly logger: Logger;
}

export function answerer(channel: Channel, deps: AnswererDeps): Answerer {
  const requests = new Map<string, CheckedRequest>(
    Object.entries(requestsOf(channel)).map(([type, request]) => [
      type,
      { request, check: checkBody(request.schema) },
    ]),
  );
  return async ({ raw, binary, principal, admit }) => {
    const timestamp = new Date(deps.clock.now()).toISOString();
    let asked: { request_id?: string } = {};
    try {
      const { request_id: requestId, ...message } = readMessage(raw, binary);
      asked = readRequestId(requestId);
      // After the id is known, so that a refusal finds its asker.
      await admit();
      const { type } = message;
      const { request, check } = requests.get(type) ?? unknownRequest(channel, type);
      const checked = check(message) as Record<string, unknown>;
      if (request.scope !== undefined) allow(principal, request.scope);
      return { type: request.answers, timestamp, ...asked, ...(await request.answer(checked, principal)) };
    } catch (error) {
      const problem = toProblem(error, randomUUID(), channel.path);
      if (problem.status >= 500)
        deps.logger.error(
          { err: error, requestId: problem.request_id, channel: channel.path },
          'a WebSocket request failed',
        );
      return { type: 'error', timestamp, ...asked, error: problem };
    }
  };
}

function readMessage(raw: RawData, binary: boolean): Record<string, unknown> & { type: string } {
  if (binary) throw new DomainError('invalid-request', 'Frames are JSON text, not binary.');
  let message: unknown;
  try {
    message = JSON.parse(rawText(raw));
  } catch {
    throw new DomainError('invalid-json', 'The frame is not valid JSON.');
  }
  if (
    typeof message !== 'object' ||
    message === null ||
    typeof (message as { type?: unknown }).type !== 'string'
  ) {
    throw new DomainError('invalid-fields', 'A frame is an object with a "type".', {
      errors: [{ pointer: '/type', message: 'is required' }],
    });
  }
  return message as Record<string, unknown> & { type: string };
}

function readRequestId(value: unknown): { request_id?: string } {
  if (value === undefined) return {};
  if (typeof value === 'string' && value.length <= MAX_REQUEST_ID) return { request_id: value };
  throw new DomainError('invalid-fields', 'The "request_id" is not valid.', {
    errors: [{ pointer: '/request_id', message: `must be a text of at most ${MAX_REQUEST_ID} characters` }],
  });
}

function rawText(raw: RawData): string {
  if (Buffer.isBuffer(raw)) return raw.toString('utf8');
  return Array.isArray(raw) ? Buffer.concat(raw).toString('utf8') : Buffer.from(raw).toString('utf8');
}

function unknownRequest(channel: Channel, type: string): never {
  const known = Object.keys(requestsOf(channel)).join(', ');
  throw new DomainError(
    'invalid-fields',
    `"${type.slice(0, 64)}" is not a request of ${channel.path}; it takes ${known}.`,
    { errors: [{ pointer: '/type', message: `must be one of ${known}` }] },
  );
}
