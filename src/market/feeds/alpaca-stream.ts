import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { FeedError, type FeedQuote } from './feed.ts';

const Messages = Compile(Type.Array(Type.Object({ T: Type.String() })));

const Trade = Compile(
  Type.Object({
    T: Type.Literal('t'),
    S: Type.String(),
    p: Type.Number({ exclusiveMinimum: 0 }),
    t: Type.String(),
  }),
);

/** The session so far; sent after each minute. */
const DailyBar = Compile(
  Type.Object({
    T: Type.Literal('d'),
    S: Type.String(),
    o: Type.Number({ exclusiveMinimum: 0 }),
    h: Type.Number({ exclusiveMinimum: 0 }),
    l: Type.Number({ exclusiveMinimum: 0 }),
    c: Type.Number({ exclusiveMinimum: 0 }),
    v: Type.Number({ minimum: 0 }),
  }),
);

const Refusal = Compile(Type.Object({ T: Type.Literal('error'), code: Type.Integer(), msg: Type.String() }));

/** The vendor's internal error, a slow client, too many connections of ours: it may be better in a while. */
const PASSING_CODES = new Set([404, 406, 407, 500]);

const Authenticated = Compile(
  Type.Object({ T: Type.Literal('success'), msg: Type.Literal('authenticated') }),
);

/** Whether the vendor has taken our key; only then it takes a subscription. */
export function isAuthenticated(message: unknown): boolean {
  return Messages.Check(message) && message.some((item) => Authenticated.Check(item));
}

/**
 * Quotes in one message of Alpaca's stream; the rest (`success`, `subscription`) holds none. A daily bar is the session
 * as of now (`nowMs`): its own time is the session's start. Throws a FeedError where the message is an error.
 */
export function readAlpacaMessages(message: unknown, nowMs: number): FeedQuote[] {
  if (!Messages.Check(message)) return [];
  return message.flatMap((item): FeedQuote[] => {
    if (Refusal.Check(item))
      throw new FeedError({
        what: 'alpaca refused.',
        why: `It said: ${item.msg} (${item.code}).`,
        fix: hintFor(item.code),
        retryable: PASSING_CODES.has(item.code),
      });
    if (Trade.Check(item)) return [{ symbol: item.S, price: item.p, timestamp: instantOf(item.t) }];
    if (!DailyBar.Check(item)) return [];
    return [
      {
        symbol: item.S,
        price: item.c,
        open_price: item.o,
        high: item.h,
        low: item.l,
        volume: item.v,
        timestamp: new Date(nowMs).toISOString(),
      },
    ];
  });
}

function hintFor(code: number): string {
  if (code === 402) return 'Check APCA_API_KEY_ID and APCA_API_SECRET_KEY.';
  if (code === 405) return 'The plan allows fewer symbols: name fewer.';
  if (code === 409) return 'The plan does not include this source: set ALPACA_STREAM_URL to …/v2/iex.';
  return 'Try again later.';
}

/** Nanoseconds become milliseconds. */
function instantOf(text: string): string {
  return new Date(text).toISOString();
}
