import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { startFeedVendor } from '../../../test/support/feed-vendor.ts';
import { dayOf } from '../bars.ts';
import { createAlpacaFeed } from './alpaca.ts';
import type { FeedQuote } from './feed.ts';

// Answers are written from Alpaca's public documentation of its market data API; none was recorded.
const { signal } = new AbortController();
const KEY = { keyId: 'id', secretKey: 'secret' };
const nowMs = Date.parse('2026-01-05T15:00:30Z');

function bar(t: string, c: number) {
  return { t, o: c, h: c + 1, l: c - 1, c, v: 1_000, n: 10, vw: c };
}

describe('the Alpaca feed', () => {
  it('reads pages of bars and works splits and dividends in', async () => {
    await using vendor = await startFeedVendor((url, { headers }) => {
      if (headers['apca-api-key-id'] !== 'id' || headers['apca-api-secret-key'] !== 'secret')
        return { status: 403, body: { message: 'forbidden' } };
      if (url.pathname === '/v1/corporate-actions')
        return {
          body: {
            corporate_actions: {
              forward_splits: [{ symbol: 'AAPL', ex_date: '2020-08-31', new_rate: 4, old_rate: 1 }],
              cash_dividends: [{ symbol: 'AAPL', ex_date: '2020-08-07', rate: 0.82 }],
            },
            next_page_token: null,
          },
        };
      return url.searchParams.get('page_token') === 'two'
        ? { body: { bars: { AAPL: [bar('2020-08-31T04:00:00Z', 129)] }, next_page_token: null } }
        : { body: { bars: { AAPL: [bar('2020-08-07T04:00:00Z', 444)] }, next_page_token: 'two' } };
    });
    const feed = createAlpacaFeed({ ...KEY, ...vendor, now: () => nowMs });
    const bars = await Array.fromAsync(
      feed.bars?.(['AAPL'], dayOf('2020-08-01'), dayOf('2020-08-31'), signal) ?? [],
    );
    expect(bars).toEqual([
      expect.objectContaining({ day: dayOf('2020-08-07'), close: 444, split: 1, dividend: 0.82 }),
      expect.objectContaining({ day: dayOf('2020-08-31'), close: 129, split: 4, dividend: 0 }),
    ]);
    const stranger = createAlpacaFeed({ ...KEY, keyId: 'no', ...vendor, now: () => nowMs });
    await expect(stranger.news?.(['AAPL'], 5, signal)).rejects.toMatchObject({
      retryable: false,
      why: expect.stringContaining('403'),
    });
  });

  it('subscribes once its key is taken, and tells trades and the session so far', async () => {
    await using vendor = await startFeedVendor(() => ({ body: {} }), playSession);
    const feed = createAlpacaFeed({ ...KEY, ...vendor, now: () => nowMs });
    const told: FeedQuote[] = [];
    const reading = (async () => {
      for await (const quotes of feed.quotes(['AAPL'], signal)) told.push(...quotes);
    })();
    await expect(reading).rejects.toMatchObject({ retryable: true });
    expect(told).toEqual([
      { symbol: 'AAPL', price: 130.25, timestamp: '2026-01-05T15:00:00.123Z' },
      {
        symbol: 'AAPL',
        price: 130.5,
        open_price: 129,
        high: 131,
        low: 128,
        volume: 5_000,
        timestamp: new Date(nowMs).toISOString(),
      },
    ]);
  });

  it('gives up where the key is refused, and says which variables to check', async () => {
    await using vendor = await startFeedVendor(
      () => ({ body: {} }),
      (socket) => socket.send(JSON.stringify([{ T: 'error', code: 402, msg: 'auth failed' }])),
    );
    const feed = createAlpacaFeed({ ...KEY, ...vendor, now: () => nowMs });
    await expect(Array.fromAsync(feed.quotes(['AAPL'], signal))).rejects.toMatchObject({
      retryable: false,
      fix: expect.stringContaining('APCA_API_KEY_ID'),
    });
  });
});

/** Refuses a subscription before the key, as the vendor does. */
function playSession(socket: WebSocket): void {
  let authenticated = false;
  socket.send(JSON.stringify([{ T: 'success', msg: 'connected' }]));
  socket.on('message', (data: Buffer) => {
    const { action, key, trades } = JSON.parse(data.toString()) as Record<string, unknown>;
    if (action === 'auth' && key === 'id') {
      authenticated = true;
      socket.send(JSON.stringify([{ T: 'success', msg: 'authenticated' }]));
      return;
    }
    if (!authenticated) socket.send(JSON.stringify([{ T: 'error', code: 401, msg: 'not authenticated' }]));
    socket.send(JSON.stringify([{ T: 'subscription', trades, dailyBars: trades }]));
    socket.send(
      JSON.stringify([
        { T: 't', S: 'AAPL', p: 130.25, s: 10, t: '2026-01-05T15:00:00.123456789Z' },
        { T: 'd', S: 'AAPL', o: 129, h: 131, l: 128, c: 130.5, v: 5_000, t: '2026-01-05T05:00:00Z' },
      ]),
    );
    socket.close();
  });
}
